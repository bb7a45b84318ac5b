/* One word: its spelling squeezed, its consonants, its vowels. Part of kernel.c; the twin of debar.names.likeness. */

/* Whether a letter is one of some, which are known when this is compiled. */
static inline int is_in(uint8_t role, const char *letters)
{
    uint32_t mask = 0;
    for (; *letters; letters++) mask |= 1u << (*letters - 'a');
    return (uint8_t)(role - 'a') < 26 && mask >> (role - 'a') & 1;
}

static int replace(uint8_t *text, int length, const char *from, const char *to)
{
    int n = 1 + (from[1] ? 1 + (from[2] ? 1 + (from[3] != 0) : 0) : 0), m = 1 + (to[1] != 0), out = 0;
    uint8_t copy[2 * LONGEST_COMPARED + 8];
    int at = 0;
    while (at < length && !(text[at] == (uint8_t)from[0] && at + n <= length && memcmp(text + at, from, (size_t)n) == 0)) at++;
    if (at == length) return length;
    int begin = at;
    while (at < length) {
        if (text[at] == (uint8_t)from[0] && at + n <= length && memcmp(text + at, from, (size_t)n) == 0) {
            copy[out++] = (uint8_t)to[0];
            if (m > 1) copy[out++] = (uint8_t)to[1];
            at += n;
        } else
            copy[out++] = text[at++];
    }
    memcpy(text + begin, copy, (size_t)out);
    return begin + out;
}

static int collapse(const uint8_t *text, int length, uint8_t *out)
{
    int n = 0;
    for (int at = 0; at < length; at++)
        if (at == 0 || text[at] != text[at - 1]) out[n++] = text[at];
    return n;
}

/* The letters that a text has, as bits; what is no letter of Latin script has none. */
static uint32_t letters_in(const uint8_t *text, int length)
{
    uint32_t found = 0;
    for (int at = 0; at < length; at++)
        if (text[at] >= 'a' && text[at] <= 'z') found |= 1u << (text[at] - 'a');
    return found;
}

/* Replaces each pair of spellings in turn. The letters that are there tell which can apply; those that a replacement may have
 * brought ("ts" becomes "c", and "ck" comes later) count as there. */
static int replace_all(uint8_t *text, int length, const char *const (*pairs)[2], size_t n)
{
    uint32_t letters = letters_in(text, length);
    for (size_t d = 0; d < n; d++)
        if (letters >> (pairs[d][0][0] - 'a') & 1) {
            length = replace(text, length, pairs[d][0], pairs[d][1]);
            for (const char *brought = pairs[d][1]; *brought; brought++) letters |= 1u << (*brought - 'a');
        }
    return length;
}

/* A j at the end behind one of these vowels is the glide that English writes y: "Tolstoj", "-skij". */
static int ends_in_glide(const uint8_t *text, int length)
{
    return length >= LONG && text[length - 1] == 'j' && is_in(text[length - 2], "ioy");
}

static int squeeze(const uint8_t *text, int length, uint8_t *out)
{
    static const char *const alike[][2] = {
        {"tch", "ch"}, {"sch", "sh"}, {"kh", "ch"}, {"dj", "j"}, {"ph", "f"}, {"ck", "k"}, {"oe", "u"}, {"ou", "u"}, {"oo", "u"}, {"ee", "i"}, {"rn", "m"},
        {"y", "i"}, {"w", "v"}, {"q", "k"}, {"x", "ks"},
    };
    uint8_t word[2 * LONGEST_COMPARED + 8];
    memcpy(word, text, length);
    if (ends_in_glide(word, length)) word[length - 1] = 'y';
    if (length < LONG) return collapse(word, length, out);
    length = collapse(word, replace_all(word, length, alike, sizeof alike / sizeof *alike), out);
    if (length > 1 && out[length - 1] == 'f' && (out[length - 2] == 'e' || out[length - 2] == 'o')) out[length - 1] = 'v';
    return length;
}

static int skeleton(const uint8_t *text, int length, uint8_t *out)
{
    static const char *const digraphs[][2] = {
        {"shch", "s"}, {"tsch", "c"}, {"sch", "s"}, {"tch", "c"}, {"dzh", "j"}, {"dj", "j"}, {"sh", "s"}, {"zh", "j"},
        {"ch", "c"}, {"kh", "h"}, {"gh", "g"}, {"ph", "f"}, {"th", "t"}, {"dh", "d"}, {"ts", "c"}, {"tz", "c"},
        {"ck", "k"}, {"x", "ks"},
    };
    uint8_t word[2 * LONGEST_COMPARED + 8];
    memcpy(word, text, length);
    if (ends_in_glide(word, length)) word[length - 1] = 'y';
    for (int at = 0; at < length; at++)
        if (text[at] == 'c' && !(at + 1 < length && is_in(text[at + 1], "hkeiyz"))) word[at] = 'k';
    length = replace_all(word, length, digraphs, sizeof digraphs / sizeof *digraphs);
    if (length && word[0] == 'w') word[0] = 'v';
    int n = 0;
    for (int at = 0; at < length; at++) {
        uint8_t c = word[at];
        switch (c) {
        case 'q': case 'g': c = 'k'; break;
        case 'p': c = 'b'; break;
        case 'f': c = 'v'; break;
        case 'z': case 'c': case 'j': c = 's'; break;
        case 'd': c = 't'; break;
        case 'a': case 'e': case 'i': case 'o': case 'u': case 'y': case 'h': case 'w': continue;
        }
        word[n++] = c;
    }
    return collapse(word, n, out);
}

static int is_vowel(uint8_t c) { return is_in(c, "aeiouy"); }

/* Fills a word; its bones and squeezed form go to the pool, which has 5 * LONGEST_COMPARED + 8 bytes of room. */
static int make_word(Word *word, const uint8_t *text, int64_t length, const int32_t *classes, int64_t n, uint8_t *pool)
{
    memset(word, 0, sizeof *word);
    word->text = text, word->length = (uint16_t)(length > 65535 ? 65535 : length);
    word->classes = classes, word->n_classes = (uint8_t)(n > 255 ? 255 : n);
    word->concept = n > 0 && classes[n - 1] >= FIRST_CONCEPT;
    for (int64_t c = 0; c < n; c++) {
        word->n_own += classes[c] < 0 && c < 255;
        word->n_hashed += classes[c] >= FIRST_HASHED && classes[c] < END_HASHED && c < 255;
        word->unwritten |= classes[c] == VOWELLESS;
        word->syllabic |= classes[c] == SYLLABIC;
    }
    word->bones = word->squeezed = pool;
    word->plain = length > 0 && length <= LONGEST_COMPARED && text[0] != '+';
    int lacks = 1, has_a = 0;
    for (int64_t at = 0; at < length && word->plain; at++) {
        if (text[at] >= 128 || (text[at] >= '0' && text[at] <= '9')) word->plain = 0;
        if (is_in(text[at], "eiou")) lacks = 0;
        if (text[at] == 'a') has_a = 1;
    }
    if (!word->plain) return 0;
    int used = word->n_bones = (uint8_t)skeleton(text, (int)length, pool);
    word->squeezed = pool + used;
    word->n_squeezed = (uint8_t)squeeze(text, (int)length, pool + used);
    used += word->n_squeezed;
    word->lacks_vowels = lacks && word->n_bones >= (has_a ? 4 : 3);
    if (length <= 5) {
        int groups = 0;
        for (int at = 0; at < length; at++)
            if (is_vowel(text[at]) && (at == 0 || !is_vowel(text[at - 1]))) groups++;
        for (int at = 0; at < length && groups == 1; at++)
            if (is_vowel(text[at])) word->vowels[word->n_vowels++] = text[at];
        static const char *const one_vowel[][2] = {{"oo", "u"}, {"ou", "u"}, {"ee", "i"}, {"ie", "i"}, {"ei", "i"}, {"aa", "a"}};
        int known = 0;
        for (size_t k = 0; k < sizeof one_vowel / sizeof *one_vowel && !known; k++)
            if (word->n_vowels == 2 && memcmp(word->vowels, one_vowel[k][0], 2) == 0) {
                word->vowels[0] = (uint8_t)one_vowel[k][1][0];
                word->n_vowels = 1, known = 1;
            }
        for (int at = 0; at < word->n_vowels && !known; at++)
            if (word->vowels[at] == 'y') word->vowels[at] = 'i';
    }
    return used;
}

static int within_one_edit(const uint8_t *one, int n, const uint8_t *other, int m)
{
    if (n > m) { const uint8_t *t = one; one = other; other = t; int k = n; n = m; m = k; }
    int at = 0;
    while (at < n && one[at] == other[at]) at++;
    if (m == n + 1) return memcmp(one + at, other + at + 1, n - at) == 0;
    if (m != n) return 0;
    if (at == n) return 1;
    if (memcmp(one + at + 1, other + at + 1, n - at - 1) == 0) return 1;
    return at + 1 < n && one[at] == other[at + 1] && one[at + 1] == other[at] && memcmp(one + at + 2, other + at + 2, n - at - 2) == 0;
}

static int common_letters(const uint8_t *one, int n, const uint8_t *other, int m)
{
    uint8_t row[LONGEST_COMPARED + 1] = {0};
    for (int i = 0; i < n; i++) {
        uint8_t diagonal = 0;
        for (int j = 1; j <= m; j++) {
            uint8_t above = row[j];
            row[j] = one[i] == other[j - 1] ? diagonal + 1 : (above > row[j - 1] ? above : row[j - 1]);
            diagonal = above;
        }
    }
    return row[m];
}

static int same_bytes(const uint8_t *one, int n, const uint8_t *other, int m) { return n == m && memcmp(one, other, n) == 0; }

static int begins_abd(const Word *one, const Word *other)
{
    return one->length == other->length + 3 && memcmp(one->text, "abd", 3) == 0 && memcmp(one->text + 3, other->text, other->length) == 0;
}

static int is_abd(const Word *one, const Word *other) { return other->length >= 3 && begins_abd(one, other); }
