/* Names in Latin letters with accents, in plain ones. Part of kernel.c; the twin of debar.names.plain.in_ascii. */

enum { FIRST_ACCENTED = 0xC0, END_ACCENTED = 0x250, FIRST_FURTHER = 0x1E00, END_FURTHER = 0x1F00 };
enum { ACCENTED_LETTERS = END_ACCENTED - FIRST_ACCENTED + END_FURTHER - FIRST_FURTHER };
enum { IS_LETTER = 1, IS_UPPER = 2, IS_LOWER = 4, IS_BARRED_D = 8, IS_VIETNAMESE = 16 };

/* How a letter is folded and read, and how it is read in Vietnamese: texts that end in 0. */
typedef struct { uint8_t flags; const uint8_t *folded, *latin, *vietnamese; } Letter;

static uint8_t *letter_text;
static Letter letter_of[ACCENTED_LETTERS];

/* Takes the table of debar.names.plain.accented_letters: of each letter a byte of flags, and three texts. */
EXPORT int debar_letters(const uint8_t *text, int64_t length)
{
    uint8_t *copy = malloc((size_t)length + 1);
    if (!copy) return -1;
    memcpy(copy, text, (size_t)length);
    const uint8_t *at = copy;
    for (int k = 0; k < ACCENTED_LETTERS; k++) {
        Letter *letter = &letter_of[k];
        letter->flags = *at++;
        letter->folded = at, at += strlen((const char *)at) + 1;
        letter->latin = at, at += strlen((const char *)at) + 1;
        letter->vietnamese = at, at += strlen((const char *)at) + 1;
    }
    free(letter_text);
    letter_text = copy;
    return 0;
}

/* The letter of two or three bytes that begins there, or NULL, and how many bytes it has. */
static const Letter *accented(const uint8_t *text, int left, int *size)
{
    int point = -1;
    *size = 1;
    if (left > 1 && (text[0] & 0xE0) == 0xC0) point = (text[0] & 0x1F) << 6 | (text[1] & 0x3F), *size = 2;
    else if (left > 2 && (text[0] & 0xF0) == 0xE0) point = (text[0] & 0x0F) << 12 | (text[1] & 0x3F) << 6 | (text[2] & 0x3F), *size = 3;
    const Letter *letter = NULL;
    if (point >= FIRST_ACCENTED && point < END_ACCENTED) letter = &letter_of[point - FIRST_ACCENTED];
    if (point >= FIRST_FURTHER && point < END_FURTHER) letter = &letter_of[point - FIRST_FURTHER + END_ACCENTED - FIRST_ACCENTED];
    return letter && letter->flags & IS_LETTER ? letter : NULL;
}

static int is_upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static int is_lower(uint8_t c) { return c >= 'a' && c <= 'z'; }

typedef struct { uint8_t text[LONGEST_NAME]; int n; } Written;

static int write_text(Written *out, const uint8_t *text, int length)
{
    if (out->n + length > LONGEST_NAME) return -1;
    memcpy(out->text + out->n, text, (size_t)length);
    out->n += length;
    return 0;
}

/* The key of a text without capitals, as debar.match.keys.written_key. */
static uint64_t written_key(const uint8_t *folded, int n)
{
    uint8_t back[LONGEST_NAME];
    for (int at = 0; at < n; at++) back[at] = folded[n - 1 - at];
    return (uint64_t)~crc(0xFFFFFFFFu, folded, n) << 32 | (uint32_t)~crc(0xFFFFFFFFu, back, n);
}

/* The text without capitals, with single spaces, and all that its letters are; 0 where it has other signs than letters,
 * spaces, dots, commas and hyphens. */
static int fold(const uint8_t *text, int length, Written *folded, int *flags)
{
    folded->n = *flags = 0;
    for (int at = 0, size; at < length; at += size) {
        uint8_t c = text[at], small = is_upper(c) ? c + 32 : c;
        const Letter *letter = accented(text + at, length - at, &size);
        if (!letter && !is_lower(small) && c != ' ' && c != '.' && c != ',' && c != '-') return 0;
        if (c == ' ' && (!folded->n || folded->text[folded->n - 1] == ' ')) continue;
        if (letter) *flags |= letter->flags;
        if (write_text(folded, letter ? letter->folded : &small, letter ? (int)strlen((const char *)letter->folded) : 1)) return 0;
    }
    while (folded->n && folded->text[folded->n - 1] == ' ') folded->n--;
    return folded->n;
}

/* Where a run of letters ends, and whether it has accents. */
static int word_end(const uint8_t *text, int at, int length, int *accents)
{
    *accents = 0;
    for (int size; at < length; at += size) {
        const Letter *letter = accented(text + at, length - at, &size);
        if (!letter && !is_upper(text[at]) && !is_lower(text[at])) break;
        *accents |= letter != NULL;
    }
    return at;
}

/* Writes a word in plain small letters; 0 where it is not to be judged by them: it is one letter, or has capitals inside. */
static int write_plain(const uint8_t *word, int length, int vietnamese, Written *plain)
{
    int letters = 0, upper = 0, lower = 0, first_lower = 0, first_upper = 0, before = plain->n;
    for (int at = 0, size; at < length; at += size, letters++) {
        uint8_t c = word[at], small = is_upper(c) ? c + 32 : c;
        const Letter *letter = accented(word + at, length - at, &size);
        upper += letter ? (letter->flags & IS_UPPER) != 0 : is_upper(c);
        lower += letter ? (letter->flags & IS_LOWER) != 0 : is_lower(c);
        if (!letters) first_upper = upper, first_lower = lower;
        const uint8_t *latin = !letter ? &small : vietnamese ? letter->vietnamese : letter->latin;
        if (write_text(plain, latin, letter ? (int)strlen((const char *)latin) : 1)) return 0;
    }
    int is_small = upper == first_upper && lower > first_lower; /* behind its first letter */
    return letters > 1 && plain->n > before && (is_small || (upper && !lower));
}

static int is_ascii(const uint8_t *text, int64_t length)
{
    uint8_t signs = 0;
    for (int64_t at = 0; at < length; at++) signs |= text[at];
    return signs < 0x80;
}

/* The name in plain letters and the key of its writing; 0 where there is more between it and them than accents. */
static int without_accents(const uint8_t *text, int64_t length, Written *plain, uint64_t *raw)
{
    Written folded;
    int flags, accents;
    plain->n = 0;
    if (length > LONGEST_NAME || !fold(text, (int)length, &folded, &flags)) return 0;
    int vietnamese = flags & IS_BARRED_D && flags & IS_VIETNAMESE;
    for (int at = 0, end; at < length; at = end) {
        end = word_end(text, at, (int)length, &accents);
        if (end == at) end++;
        if (accents ? !write_plain(text + at, end - at, vietnamese, plain) : write_text(plain, text + at, end - at)) return 0;
    }
    *raw = written_key(folded.text, folded.n);
    return 1;
}
