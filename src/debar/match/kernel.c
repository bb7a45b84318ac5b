/* Finding and scoring names: the compiled twin of alignment.py and likeness.py (see there for what is meant and why).
 *
 * No Python here, so that it runs without the interpreter's lock: plain arrays in, plain arrays out. All scores are
 * integers in thousandths; every division is of non-negative numbers, so that it rounds as Python's // does.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { MOST_WORDS = 32, LONGEST_COMPARED = 48, LONGEST_JOINED = 20, LONGEST_RUN = 3, MOST_WAYS = 8192, MOST_LETTERS = 8 };
enum { EXACT = 970, LINE = 700, INITIAL_DEGREE = 750, JOINED_SHARE = 97, GOOD = 900, LONG = 5, AHEAD = 16, SHORTEST_JOINED = 4, SHORTEST_LIKE = 7, LONGEST_READ = 12, LONGER = 3, LONGER_READ = 6 };
enum { SHORT_ACRONYM_DEGREE = 700, SHORT_ACRONYM_WITH_FORM = 850, STATED_ACRONYM_DEGREE = 970, COMMONEST = 28, SHORTEST_STEM = 3, ENDINGS = 4, FEWEST_WITH_ENDING = 3, ACRONYM_DEGREE = 880, LONG_ACRONYM_DEGREE = 940, COMMON = 70, FEW_GENERIC = 2, INFORMATIVE = 40, TELLING_GENERIC = 12, SURE = 950, SHORTEST_SURE = 6, SHORTEST_SOUND = 9, SYLLABIC_SOUND = 700, UNWRITTEN_TYPO = 200, ABD = 850, SYLLABIC = (1 << 23) - 2, CLASH = 150, SOUND_CLASH = 80, FINAL_A = 720, VOWELLESS = (1 << 23) - 1 };
enum { READING = 950, LOOSE_READING = 60, SHORT = 1 << 11, WRITTEN = SHORT - 2, LOOSE = SHORT - 1, MOST_FRAMES = 4, CHUNKS = 16, FEW = 1, HASHES = 1 << 30 };
enum { CAP_NUMBER = 600, CAP_SINGLE = 550, CAP_SOUND = 650, CAP_NONE = 400, WEAK_DISCOUNT = 40, WEAK_RARITY = 100, WEAK_PER_RARITY = 2, FIRST_CONCEPT = 1 << 24 };
enum { NONE, SAME, CLASS, SPELLING, TYPO, SOUND, INITIAL, JOINED, ACRONYM }; /* levels */
enum { PERSON, ORGANISATION, OBJECT };
enum {
    P_UNLIKE, P_CONTRADICTION, P_QUERY, P_LISTED, P_CONFLICT, P_FAMILY, P_FIRST_FAMILY, P_COMMON, P_INITIAL, P_SON, P_GIVEN, P_GIVEN_NAME, P_SEX,
    P_NUMBER, P_OTHER_PLACE, P_OTHER_WORD, P_QUERY_PLACE, P_LISTED_PLACE, P_QUERY_WORD, P_LISTED_WORD, P_FILLER, P_CORE, P_FORM, P_ORDER, P_ENOUGH,
    P_THIN, P_THIN_ALIKE, P_THIN_MOST, P_RARE, P_RARITY, PRICES
};

typedef struct {
    const uint8_t *text, *bones, *squeezed;
    const int32_t *classes;
    uint16_t length;
    uint8_t n_bones, n_squeezed, n_vowels, n_classes;
    uint8_t vowels[5];
    uint8_t n_own; /* classes that say what the word may sound like: they stand first and are negative */
    uint8_t plain, concept, lacks_vowels, unwritten, syllabic; /* plain: compared by its letters; unwritten: short vowels are not */
} Word;

typedef struct {
    int32_t words, names, entities, near_keys, join_keys, raw_keys;
    const uint8_t *text;
    const int64_t *text_at;
    const int32_t *classes;
    const int64_t *classes_at;
    const uint32_t *near_key, *join_key;
    const int64_t *near_at, *join_at;
    const int32_t *near_word, *join_name;
    const int64_t *posting_at;
    const int32_t *posting_name;
    const uint8_t *posting_weight;
    const uint64_t *raw_key;
    const int64_t *raw_at;
    const int32_t *raw_name;
    const int64_t *token_at;
    const int32_t *token_word;
    const uint8_t *token_role, *token_weight;
    const int32_t *name_entity;
    const uint8_t *name_weak;
    const uint64_t *name_raw;
    const int32_t *prices;
} Arrays;

typedef struct { int32_t word; uint8_t role, weight; } Token;
typedef struct { int64_t first; uint16_t total, counted, telling; uint8_t n, unbounded; } Facts;
/* counted: without legal forms; telling: names that say something; unbounded: not to be judged by weights alone */

typedef struct {
    Arrays a;
    Word *words;
    uint8_t *pool;
    uint32_t *near_bucket, *join_bucket;
    uint8_t *heaviest; /* per word, the most that it weighs in a name */
    Facts *facts;      /* per name; the words of all names beside each other, for the cache's sake */
    Token *tokens;
    int64_t *initial_at; /* the postings again, of names with initials alone: an initial may meet any word of the query */
    int32_t *initial_name;
} Index;

typedef struct { uint32_t stamp; uint16_t query, listed; } Met; /* by which question, and the weight of the words met */
enum { CERTAIN = 0xFFFF };

typedef struct { /* one per thread */
    int32_t names;
    uint32_t stamp;
    Met *met; /* per name */
    int32_t *found;
    int64_t n_found, room;
} Scratch;

typedef struct { int32_t question, entity, name, score; } Found;

/* ---- words ---- */

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

/* Replaces each pair of spellings in turn. No replacement brings a letter with which a later one begins, so that the letters
 * that are there at first tell which can apply. */
static int replace_all(uint8_t *text, int length, const char *const (*pairs)[2], size_t n)
{
    uint32_t letters = letters_in(text, length);
    for (size_t d = 0; d < n; d++)
        if (letters >> (pairs[d][0][0] - 'a') & 1) length = replace(text, length, pairs[d][0], pairs[d][1]);
    return length;
}

static int squeeze(const uint8_t *text, int length, uint8_t *out)
{
    static const char *const alike[][2] = {
        {"tch", "ch"}, {"sch", "sh"}, {"dj", "j"}, {"ph", "f"}, {"ck", "k"}, {"oe", "u"}, {"ou", "u"}, {"oo", "u"}, {"ee", "i"},
        {"y", "i"}, {"w", "v"}, {"q", "k"}, {"x", "ks"},
    };
    uint8_t word[2 * LONGEST_COMPARED + 8];
    memcpy(word, text, length);
    if (length >= LONG) length = replace_all(word, length, alike, sizeof alike / sizeof *alike);
    return collapse(word, length, out);
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
/* ---- readings of other scripts: the twin of sounds.py ---- */

static uint32_t crc(uint32_t value, const uint8_t *data, int length);

static uint32_t key(char kind, const uint8_t *data, int length)
{
    uint8_t first = (uint8_t)kind;
    return ~crc(crc(0xFFFFFFFFu, &first, 1), data, length);
}

static uint32_t sound_key(const Word *word) { return key('~', word->bones, word->n_bones) & ~3u; }

/* By code, the Latin spellings of a sound, which debar_sounds was given: text, each spelling and each code ending in 0. */
static uint8_t *sound_text;
static const uint8_t *sound_of[SHORT];

EXPORT int debar_sounds(const uint8_t *text, int64_t length, int32_t codes)
{
    uint8_t *copy = malloc((size_t)length + 1);
    if (!copy || codes > SHORT) return free(copy), -1;
    memcpy(copy, text, (size_t)length);
    const uint8_t *at = copy;
    for (int code = 0; code < codes; code++) {
        sound_of[code] = at;
        while (*at != 1) at++; /* each spelling ends with 0, each code with 1 */
        at++;
    }
    free(sound_text);
    sound_text = copy;
    return 0;
}

/* Whether a word is a reading of so many letters: the places of the word that it can have come to are bits. */
static int reads(const uint16_t *frame, int n, const Word *word)
{
    uint64_t at = 1;
    for (int k = 0; k < n && at; k++) {
        uint64_t next = 0;
        if (frame[k] == WRITTEN || frame[k] == LOOSE) continue;
        const uint8_t *spelling = sound_of[frame[k] & (SHORT - 1)];
        for (; spelling && *spelling != 1; spelling += strlen((const char *)spelling) + 1) {
            int size = (int)strlen((const char *)spelling);
            uint8_t last = size ? spelling[size - 1] : 0;
            if (!size) next |= at;
            for (uint64_t rest = size ? at : 0; rest; rest &= rest - 1) {
                int place = __builtin_ctzll(rest);
                if (place + size > word->length) break;
                if (word->text[place] != *spelling || memcmp(word->text + place, spelling, (size_t)size) != 0) continue;
                next |= 1ull << (place + size);
                if (!strchr("aeiou", last) && place + size < word->length && word->text[place + size] == last) next |= 1ull << (place + size + 1);
            }
        }
        at = next;
        if (!(frame[k] & SHORT)) continue;
        for (uint64_t rest = next; rest; rest &= rest - 1) {
            int place = __builtin_ctzll(rest);
            if (place == word->length) break;
            if (strchr("aeiou", word->text[place])) at |= 1ull << (place + 1);
            if (place + 1 < word->length && word->text[place] == 'o' && word->text[place + 1] == 'u') at |= 1ull << (place + 2);
        }
    }
    return (int)(at >> word->length & 1);
}

/* Whether a word has consonants that a reading of the letters may have. */
static int may_sound(const Word *letters, const Word *word)
{
    uint32_t sounding = sound_key(word) >> 2;
    for (int c = 0; c < letters->n_own && (uint32_t)letters->classes[c] - 0x80000000u < HASHES; c++)
        if ((uint32_t)letters->classes[c] - 0x80000000u == sounding) return 1;
    return 0;
}

typedef struct { int n, length[MOST_FRAMES]; uint16_t code[MOST_FRAMES][2 * CHUNKS]; uint32_t starts[MOST_FRAMES]; } Frames; /* starts: letters that a reading may begin with */

static void unpack(const Word *letters, Frames *frames)
{
    int place = -1;
    frames->n = 0;
    for (int c = 0; c < letters->n_own; c++) {
        uint32_t number = (uint32_t)letters->classes[c] - 0x80000000u;
        if (number < HASHES) continue;
        number -= HASHES;
        if ((int)((number >> 24) / CHUNKS) != place) {
            if (frames->n == MOST_FRAMES) return;
            place = (int)((number >> 24) / CHUNKS);
            frames->length[frames->n++] = 0;
        }
        int at = frames->n - 1;
        for (int shift = 12; shift >= 0; shift -= 12)
            if (number >> shift & 0xFFF && frames->length[at] < 2 * CHUNKS) frames->code[at][frames->length[at]++] = (uint16_t)(number >> shift & 0xFFF);
    }
    for (int at = 0; at < frames->n; at++) {
        int first = frames->code[at][0] == WRITTEN || frames->code[at][0] == LOOSE;
        frames->starts[at] = 0;
        const uint8_t *spelling = first < frames->length[at] ? sound_of[frames->code[at][first] & (SHORT - 1)] : NULL;
        for (; spelling && *spelling != 1; spelling += strlen((const char *)spelling) + 1)
            frames->starts[at] |= *spelling ? 1u << (*spelling - 'a') : ~0u;
    }
}

/* How sure it is that a word, which has such consonants, is a reading of the letters; 0 where it is none. */
static int read_so(const Frames *frames, const Word *word)
{
    if (word->text[0] < 'a' || word->text[0] > 'z') return 0;
    for (int at = 0; at < frames->n; at++) {
        if (!(frames->starts[at] >> (word->text[0] - 'a') & 1) || !reads(frames->code[at], frames->length[at], word)) continue;
        int mark = frames->code[at][0], bones = word->n_bones;
        int degree = mark == WRITTEN || bones >= 5 ? READING : bones >= 3 ? 930 : bones == 2 ? 900 : 860;
        return degree - (mark == LOOSE ? LOOSE_READING : 0);
    }
    return 0;
}

static int read_as(const Word *letters, const Word *word)
{
    Frames frames;
    if (!word->plain || !may_sound(letters, word)) return 0;
    unpack(letters, &frames);
    return read_so(&frames, word);
}

static int reading_degree(const Word *one, const Word *other)
{
    if (!one->n_own == !other->n_own) return 0;
    return one->n_own ? read_as(one, other) : read_as(other, one);
}

static int is_known(const Word *word) { return word->n_classes > word->n_own + (word->unwritten || word->syllabic); }

static int likeness(const Word *one, const Word *other, int *level)
{
    if (same_bytes(one->text, one->length, other->text, other->length)) return *level = SAME, 1000;
    *level = NONE;
    if (one->length == 1 || other->length == 1) return 0; /* an initial */
    /* What is not plain for its digits or its sign is equal or nothing; other scripts may share a class. */
    int numeric = 0;
    const Word *both[2] = {one, other};
    for (int k = 0; k < 2; k++)
        if (!both[k]->plain) {
            if (both[k]->text[0] == '+') numeric = 1;
            for (int at = 0; at < both[k]->length; at++)
                if (both[k]->text[at] >= '0' && both[k]->text[at] <= '9') numeric = 1;
        }
    if (numeric) return 0;
    for (int i = 0, j = 0; i < one->n_classes && j < other->n_classes;) {
        if (one->classes[i] == other->classes[j] && one->classes[i] >= 0 && one->classes[i] != VOWELLESS && one->classes[i] != SYLLABIC) return *level = CLASS, 960;
        if (one->classes[i] <= other->classes[j]) i++; else j++;
    }
    if (is_abd(one, other) || is_abd(other, one)) return *level = CLASS, ABD;
    if ((one->concept && other->concept) || !one->plain || !other->plain) return 0;
    if (same_bytes(one->squeezed, one->n_squeezed, other->squeezed, other->n_squeezed)) return *level = SPELLING, 940;
    int unwritten = one->unwritten || other->unwritten, reading = reading_degree(one, other);
    if (reading) {
        int known = unwritten && is_known(one) && is_known(other);
        *level = SOUND;
        return reading - (known && !within_one_edit(one->text, one->length, other->text, other->length) ? CLASH : 0);
    }
    int bones = same_bytes(one->bones, one->n_bones, other->bones, other->n_bones);
    int n = one->length, m = other->length, shorter = n < m ? n : m;
    /* Both are known, as different names. */
    int known = is_known(one) && is_known(other) && !unwritten, sound_clash = known ? SOUND_CLASH : 0, clash = known ? (bones ? SOUND_CLASH : CLASH) : 0;
    if (one->n_vowels && other->n_vowels && !unwritten) {
        if (bones && same_bytes(one->vowels, one->n_vowels, other->vowels, other->n_vowels)) return *level = SOUND, 850;
        if (bones || shorter <= 3) return 0;
    }
    if (one->syllabic || other->syllabic) return bones && one->n_bones >= 2 ? (*level = SOUND, SYLLABIC_SOUND) : 0;
    if (shorter > 2 && !(n == 3 && m == 3) && n - m <= 1 && m - n <= 1 && within_one_edit(one->text, n, other->text, m)) {
        *level = TYPO;
        const Word *longer = n > m ? one : other;
        int degree = shorter == 3 ? 640 : 500 + 60 * shorter > 900 ? 900 : 500 + 60 * shorter;
        if (n != m && longer->text[shorter] == 'a' && memcmp(one->text, other->text, shorter) == 0) degree = FINAL_A;
        else if (bones && one->text[0] == other->text[0]) degree = 900;
        return degree - (unwritten && !bones ? UNWRITTEN_TYPO : 0) - clash;
    }
    if (!bones || one->n_bones < 2) return 0;
    int alike = 2 * common_letters(one->text, n, other->text, m), total = n + m;
    if (one->n_bones >= 3 && (unwritten || 10 * alike >= 6 * total || one->lacks_vowels || other->lacks_vowels))
        return *level = SOUND, 820 - sound_clash;
    if (one->n_bones == 2 && (unwritten || 10 * alike >= (shorter >= LONG ? 7 : 8) * total)) return *level = SOUND, 700 - sound_clash;
    return 0;
}

#define VOICED "bcdfgjkpqstvwxz"
static int is_long(const Word *word) { return word->length >= SHORTEST_LIKE && word->n_bones >= 4; }

static int joined_degree(const Word *one, const Word *joined)
{
    if (same_bytes(one->text, one->length, joined->text, joined->length)) return 1000;
    if (!one->plain || !joined->plain) return 0;
    if (same_bytes(one->squeezed, one->n_squeezed, joined->squeezed, joined->n_squeezed)) return 940;
    int reading = joined->length <= LONGEST_READ || is_long(joined) ? reading_degree(one, joined) : 0;
    if (reading) return reading;
    if (one->length < SHORTEST_LIKE || joined->length < SHORTEST_LIKE || one->n_bones < 4) return 0;
    if (!same_bytes(one->bones, one->n_bones, joined->bones, joined->n_bones)) return 0;
    if (one->text[0] != joined->text[0] && !(strchr(VOICED, one->text[0]) && strchr(VOICED, joined->text[0]))) return 0;
    int alike = 2 * common_letters(one->text, one->length, joined->text, joined->length);
    return 10 * alike >= 7 * (one->length + joined->length) ? 850 : 0;
}

/* ---- keys ---- */

static uint32_t crc_table[256];

static void make_crc_table(void)
{
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t c = n;
        for (int k = 0; k < 8; k++) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        crc_table[n] = c;
    }
}

static uint32_t crc(uint32_t value, const uint8_t *data, int length)
{
    while (length--) value = crc_table[(value ^ *data++) & 0xFF] ^ (value >> 8);
    return value;
}

static int64_t look_up(const uint32_t *keys, const uint32_t *bucket, uint32_t wanted)
{
    uint32_t low = bucket[wanted >> 16], high = bucket[(wanted >> 16) + 1];
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (keys[middle] < wanted) low = middle + 1; else high = middle;
    }
    return low < bucket[(wanted >> 16) + 1] && keys[low] == wanted ? (int64_t)low : -1;
}

static uint32_t *make_buckets(const uint32_t *keys, int32_t n)
{
    uint32_t *bucket = malloc(65537 * sizeof *bucket);
    if (!bucket) return NULL;
    uint32_t at = 0;
    for (uint32_t high = 0; high < 65536; high++) {
        while (at < (uint32_t)n && keys[at] >> 16 < high) at++;
        bucket[high] = at;
    }
    bucket[65536] = (uint32_t)n;
    return bucket;
}

/* ---- the words of the list that are like one of the query ---- */

typedef struct { int32_t word; uint16_t degree; uint8_t level; } Like;
typedef struct { Like *likes; int32_t n, room; int64_t postings; } Likes;

static int add_like(Likes *likes, int32_t word, int degree, int level)
{
    for (int32_t k = 0; k < likes->n; k++)
        if (likes->likes[k].word == word) return 0;
    if (likes->n == likes->room) {
        int32_t room = likes->room ? 2 * likes->room : 16;
        Like *more = realloc(likes->likes, room * sizeof *more);
        if (!more) return -1;
        likes->likes = more, likes->room = room;
    }
    likes->likes[likes->n++] = (Like){word, (uint16_t)degree, (uint8_t)level};
    return 0;
}

static int meet(const Index *index, const Word *word, uint32_t wanted, int joined, Likes *likes)
{
    int64_t at = look_up(index->a.near_key, index->near_bucket, wanted);
    if (at < 0) return 0;
    for (int64_t k = index->a.near_at[at]; k < index->a.near_at[at + 1]; k++) {
        int32_t other = index->a.near_word[k];
        int level = JOINED, degree;
        if (joined) degree = joined_degree(&index->words[other], word);
        else degree = likeness(word, &index->words[other], &level);
        if (degree && add_like(likes, other, degree, level)) return -1;
    }
    return 0;
}

static int find_likes(const Index *index, const Word *word, Likes *likes)
{
    int bad = meet(index, word, key('=', word->text, word->length), 0, likes);
    for (int c = 0; c < word->n_classes; c++) {
        if (word->classes[c] == VOWELLESS || word->classes[c] == SYLLABIC) continue;
        if (word->classes[c] < 0) continue;
        uint32_t id = (uint32_t)word->classes[c];
        uint8_t bytes[4] = {(uint8_t)id, (uint8_t)(id >> 8), (uint8_t)(id >> 16), (uint8_t)(id >> 24)};
        bad |= meet(index, word, key('@', bytes, 4), 0, likes);
    }
    if (word->plain) {
        bad |= meet(index, word, key('%', word->squeezed, word->n_squeezed), 0, likes);
        /* Few consonants are of many words: then only those are looked at that have readings. */
        bad |= meet(index, word, sound_key(word) | (word->n_bones >= 2 ? 0 : FEW), 0, likes);
        if (word->n_vowels) {
            uint8_t both[3 * LONGEST_COMPARED];
            memcpy(both, word->bones, word->n_bones);
            memcpy(both + word->n_bones, word->vowels, word->n_vowels);
            bad |= meet(index, word, key('^', both, word->n_bones + word->n_vowels), 0, likes);
        }
        if (word->length >= 6 && memcmp(word->text, "abd", 3) == 0) bad |= meet(index, word, key('-', word->text + 3, word->length - 3), 0, likes);
        if (word->length >= 3) {
            uint8_t less[LONGEST_COMPARED];
            bad |= meet(index, word, key('-', word->text, word->length), 0, likes);
            for (int at = 0; at < word->length; at++) {
                if (at && word->text[at] == word->text[at - 1]) continue; /* the same word again */
                memcpy(less, word->text, at);
                memcpy(less + at, word->text + at + 1, word->length - at - 1);
                bad |= meet(index, word, key('-', less, word->length - 1), 0, likes);
            }
        }
    }
    /* Last, for what is alike in a better way has been found by now: words of whose consonants nothing else is known. */
    Frames frames;
    if (word->n_own) unpack(word, &frames);
    for (int c = 0; c < word->n_own; c++) {
        uint32_t sounding = (uint32_t)word->classes[c] - 0x80000000u;
        int64_t at = sounding < HASHES ? look_up(index->a.near_key, index->near_bucket, sounding << 2) : -1;
        for (int64_t k = at < 0 ? 0 : index->a.near_at[at]; at >= 0 && k < index->a.near_at[at + 1]; k++) {
            const Word *other = &index->words[index->a.near_word[k]];
            if (!other->plain || other->n_own || !read_so(&frames, other)) continue;
            int level, degree = likeness(word, other, &level);
            if (degree && add_like(likes, index->a.near_word[k], degree, level)) return -1;
        }
    }
    likes->postings = 0;
    for (int32_t k = 0; k < likes->n; k++) {
        int32_t w = likes->likes[k].word;
        likes->postings += index->a.posting_at[w + 1] - index->a.posting_at[w];
    }
    return bad ? -1 : 0;
}

/* ---- two names ---- */

typedef struct {
    int n;
    const Word *word[MOST_WORDS];
    uint8_t role[MOST_WORDS], weight[MOST_WORDS];
    int total;
} Name;

typedef struct { uint64_t merit; uint16_t degree; uint8_t i, n, j, m, level; } Way;
typedef struct { Way way[MOST_WAYS]; int n; } Ways;
typedef struct { uint16_t degree[MOST_WORDS][MOST_WORDS]; uint8_t level[MOST_WORDS][MOST_WORDS]; } Grid;


#define PERSONAL "nfr"
#define FULL "nfrd"
#define GENERAL "gl"
#define UNCOUNTED "xpt"
#define TWO_WAYS "wvqkyipfxdjtscouebgz"

static int magnitude(int value) { return value < 0 ? -value : value; }

static void add_way(Ways *ways, int i, int n, int j, int m, int degree, int level)
{
    if (ways->n == MOST_WAYS) return;
    uint64_t merit = (uint64_t)(1000 - degree);
    merit = merit << 7 | (uint64_t)(2 * MOST_WORDS - n - m);
    merit = merit << 6 | (uint64_t)magnitude(i - j);
    merit = merit << 7 | (uint64_t)(i + j);
    merit = merit << 6 | (uint64_t)(i > j ? i : j);
    merit = merit << 6 | (uint64_t)i;
    merit = merit << 6 | (uint64_t)n;
    merit = merit << 6 | (uint64_t)j;
    ways->way[ways->n++] = (Way){merit, (uint16_t)degree, (uint8_t)i, (uint8_t)n, (uint8_t)j, (uint8_t)m, (uint8_t)level};
}

static int assign(Ways *ways, Way *chosen, uint32_t *query, uint32_t *listed)
{
    Way *way = ways->way;
    for (int k = 1; k < ways->n; k++) {
        Way one = way[k];
        int at = k;
        while (at > 0 && way[at - 1].merit > one.merit) way[at] = way[at - 1], at--;
        way[at] = one;
    }
    int n = 0;
    *query = *listed = 0;
    for (int k = 0; k < ways->n; k++) {
        uint32_t one = (uint32_t)(((1ull << way[k].n) - 1) << way[k].i), other = (uint32_t)(((1ull << way[k].m) - 1) << way[k].j);
        if (*query & one || *listed & other) continue;
        *query |= one, *listed |= other;
        chosen[n++] = way[k];
    }
    return n;
}

static uint32_t places_of(const Name *name, char role)
{
    uint32_t found = 0;
    for (int at = 0; at < name->n; at++)
        if (name->role[at] == role) found |= 1u << at;
    return found;
}

/* Whether a word and several written as one can be alike at all: nearly none are, and this is far quicker to see. */
static int may_be_joined(const Word *one, const uint8_t *text, int length, uint8_t *pool)
{
    if (one->n_own || !one->plain || same_bytes(one->text, one->length, text, length)) return 1;
    if (length > LONGEST_COMPARED) return 0;
    if (one->length >= SHORTEST_LIKE && length >= SHORTEST_LIKE && one->n_bones >= 4) {
        int n = skeleton(text, length, pool);
        if (same_bytes(one->bones, one->n_bones, pool, n)) return 1;
    }
    int n = squeeze(text, length, pool);
    return same_bytes(one->squeezed, one->n_squeezed, pool, n);
}

static void join_runs(const Name *whole, uint32_t whole_open, const Name *parts, uint32_t parts_open, int turned, Ways *ways)
{
    uint8_t text[LONGEST_COMPARED], pool[5 * LONGEST_COMPARED + 8];
    for (int i = 0; i < whole->n; i++) {
        const Word *one = whole->word[i];
        if (!(whole_open >> i & 1) || one->length < SHORTEST_JOINED || is_in(whole->role[i], UNCOUNTED "i")) continue;
        for (int j = 0; j < parts->n; j++) {
            if (!(parts_open >> j & 1)) continue;
            int longest = one->length + (one->n_own ? LONGER_READ : LONGER), most = longest < LONGEST_JOINED ? longest : LONGEST_JOINED;
            int length = parts->word[j]->length;
            /* Joined words that are alike begin alike; those few letters that are written in two ways are looked at. */
            uint8_t begins = parts->word[j]->text[0];
            if (length > most || (begins != one->text[0] && !one->n_own && !(is_in(begins, TWO_WAYS) && is_in(one->text[0], TWO_WAYS)))) continue;
            memcpy(text, parts->word[j]->text, length);
            for (int k = j + 1; k < j + LONGEST_RUN && k < parts->n; k++) {
                if (!(parts_open >> k & 1) && parts->role[k] != 'p') break;
                if (length + parts->word[k]->length > most) break;
                memcpy(text + length, parts->word[k]->text, parts->word[k]->length);
                length += parts->word[k]->length;
                if (2 * length < one->length || length < SHORTEST_JOINED) continue;
                if (!may_be_joined(one, text, length, pool)) continue;
                Word joined;
                make_word(&joined, text, length, NULL, 0, pool);
                int degree = joined_degree(one, &joined) * JOINED_SHARE / 100;
                if (!degree) continue;
                if (turned) add_way(ways, j, k + 1 - j, i, 1, degree, JOINED);
                else add_way(ways, i, 1, j, k + 1 - j, degree, JOINED);
            }
        }
    }
}

/* The letters that a legal form lends to an acronym, and the classes of forms that have them. */
static const char *const endings[ENDINGS][3] = {{"", "", ""}, {"c", "+co", "+co"}, {"sa", "+jsc", "+jsc"}, {"ag", "+jsc", "+jsc"}};

static int is_text(const Word *word, const char *text) { return same_bytes(word->text, word->length, (const uint8_t *)text, (int)strlen(text)); }

/* Variant: an ending, and with small words too or not. */
static int initials(const Name *name, int variant, uint8_t *letters, int *first, int *last)
{
    int n = 0, has_form = 0;
    const char *const *ending = endings[variant >> 1];
    for (int at = 0; at < name->n; at++) {
        if (name->role[at] == 'x') has_form |= is_text(name->word[at], ending[1]) || is_text(name->word[at], ending[2]);
        if (name->role[at] == 'x' || name->role[at] == 't' || (!(variant & 1) && name->role[at] == 'p')) continue;
        if (n == MOST_LETTERS || name->word[at]->text[0] >= 128) return 0;
        if (!n) *first = at;
        *last = at;
        letters[n++] = name->word[at]->text[0];
    }
    int more = (int)strlen(ending[0]);
    if (!n || (more && (!has_form || n < FEWEST_WITH_ENDING)) || n + more > MOST_LETTERS) return 0;
    memcpy(letters + n, ending[0], more);
    return n + more >= 3 ? n + more : 0;
}

static int forms_agree(const Name *one, const Name *other)
{
    for (int i = 0; i < one->n; i++)
        for (int j = 0; j < other->n && one->role[i] == 'x'; j++)
            if (other->role[j] == 'x' && same_bytes(one->word[i]->text, one->word[i]->length, other->word[j]->text, other->word[j]->length)) return 1;
    return 0;
}

static int acronym_degree(const uint8_t *letters, int n, const Name *whole, const Name *parts)
{
    for (int j = 0; j < parts->n; j++)
        if (same_bytes(parts->word[j]->text, parts->word[j]->length, letters, n)) return STATED_ACRONYM_DEGREE;
    if (n == 3) return forms_agree(whole, parts) ? SHORT_ACRONYM_WITH_FORM : SHORT_ACRONYM_DEGREE;
    return n == 4 ? ACRONYM_DEGREE : LONG_ACRONYM_DEGREE;
}

static void add_acronyms(const Name *whole, const Name *parts, int turned, Ways *ways)
{
    int possible = 0;
    for (int i = 0; i < whole->n && parts->n > 1 && !possible; i++) {
        if (whole->role[i] != 'n' || whole->word[i]->length < 3 || whole->word[i]->length > MOST_LETTERS) continue;
        for (int j = 0; j < parts->n && !possible; j++) possible = whole->word[i]->text[0] == parts->word[j]->text[0];
    }
    if (!possible) return;
    for (int variant = 0; variant < 2 * ENDINGS; variant++) {
        uint8_t letters[MOST_LETTERS];
        int first = 0, last = 0, n = initials(parts, variant, letters, &first, &last);
        if (!n) continue;
        for (int i = 0; i < whole->n; i++) {
            if (whole->role[i] != 'n' || !same_bytes(whole->word[i]->text, whole->word[i]->length, letters, n)) continue;
            int degree = acronym_degree(letters, n, whole, parts);
            if (turned) add_way(ways, first, last + 1 - first, i, 1, degree, ACRONYM);
            else add_way(ways, i, 1, first, last + 1 - first, degree, ACRONYM);
        }
    }
}

typedef struct { const Name *name; uint32_t left; int share, heaviest, general, place, number, initial, family, head; } Side;

static void make_side(Side *side, const Name *name, uint32_t taken)
{
    memset(side, 0, sizeof *side);
    side->name = name;
    int missing = 0, families = 0, families_left = 0, head_left = 0;
    for (int at = 0; at < name->n; at++) {
        uint8_t role = name->role[at], weight = name->weight[at];
        int left = !(taken >> at & 1) && role != 'x';
        if (role == 'f') {
            if (!families++) head_left = left;
            families_left += left;
        }
        if (!left) continue;
        side->left |= 1u << at;
        missing += weight;
        if (is_in(role, PERSONAL) && weight > side->heaviest) side->heaviest = weight;
        if (is_in(role, GENERAL) && weight > side->general) side->general = weight;
        if (role == 'l') side->place = 1;
        if (role == 'd') side->number = 1;
        if (role == 'i') side->initial = 1;
    }
    side->share = 1000 * missing / name->total;
    side->family = families && families_left == families;
    side->head = !side->family && families > 1 && head_left;
}

static int run_weight(const Name *name, int at, int n)
{
    int weight = 0;
    while (n--) weight += name->weight[at++];
    return weight;
}

static int all_common(const Name *name, int at, int n)
{
    for (; n--; at++)
        if (name->weight[at] >= COMMON) return 0;
    return 1;
}

static int any_full(const Name *name, int at, int n)
{
    for (; n--; at++)
        if (is_in(name->role[at], FULL)) return 1;
    return 0;
}

static int forms_differ(const Name *one, const Name *other)
{
    return places_of(one, 'x') && places_of(other, 'x') && !forms_agree(one, other);
}

static int out_of_order(const Way *chosen, int n)
{
    for (int a = 0; a < n; a++)
        for (int b = 0; b < n; b++)
            if (chosen[a].i < chosen[b].i && chosen[a].j > chosen[b].j) return 1;
    return 0;
}

static int crossed(const Name *one, const Name *other, const Way *chosen, int n, char role)
{
    for (int a = 0; a < n; a++) {
        if (one->role[chosen[a].i] != role || other->role[chosen[a].j] == role) continue;
        const Word *there = one->word[chosen[a].i];
        for (int b = 0; b < n; b++) {
            if (one->role[chosen[b].i] == role || other->role[chosen[b].j] != role) continue;
            const Word *back = one->word[chosen[b].i];
            if (!same_bytes(there->text, there->length, back->text, back->length)) return 1;
        }
    }
    return 0;
}

/* Where the first given name of one side is left over, and that of the other is a later name of it: its role there. */
static uint8_t later(const Side *one, const Side *other, const Way *chosen, int n, int turned)
{
    int head = 0, other_head = 0;
    while (head < one->name->n && one->name->role[head] != 'n') head++;
    while (other_head < other->name->n && other->name->role[other_head] != 'n') other_head++;
    if (head == one->name->n || !(one->left >> head & 1) || one->name->weight[head] < INFORMATIVE) return 0;
    for (int k = 0; k < n; k++) {
        int at = turned ? chosen[k].j : chosen[k].i, met = turned ? chosen[k].i : chosen[k].j;
        if (met == other_head && at > head && is_in(one->name->role[at], "nr")) return at == head + 2 && !(other_head && other->name->role[other_head - 1] == 'p') ? one->name->role[at] : 'n';
    }
    return 0;
}

/* 1 where the other word is the feminine form of the first, -1 the other way round, else 0. */
static int sex_of(const Word *one, const Word *other)
{
    static const char *const masculine[] = {"", "y", "i", "j", "iy", "ii", "ij", "ey"}, *const feminine[] = {"a", "ia", "iya", "aya", "aia", "aja"};
    int woman = one->text[one->length - 1] == 'a', other_woman = other->text[other->length - 1] == 'a';
    if (woman == other_woman) return 0;
    if (woman) return -sex_of(other, one);
    for (size_t m = 0; m < sizeof masculine / sizeof *masculine; m++) {
        int his = (int)strlen(masculine[m]), stem = one->length - his;
        if (stem < SHORTEST_STEM || memcmp(one->text + stem, masculine[m], his) != 0) continue;
        for (size_t f = 0; f < sizeof feminine / sizeof *feminine; f++) {
            int hers = (int)strlen(feminine[f]);
            if (other->length == stem + hers && memcmp(other->text, one->text, stem) == 0 && memcmp(other->text + stem, feminine[f], hers) == 0) return 1;
        }
    }
    return 0;
}

/* One pass over the pairs for what only they show. */
static int of_other_sex(const Name *one, const Name *other, const Way *chosen, int n)
{
    int men = 0, women = 0;
    for (int k = 0; k < n; k++) {
        if (chosen[k].degree == 1000) continue;
        int sex = sex_of(one->word[chosen[k].i], other->word[chosen[k].j]);
        men += sex > 0, women += sex < 0;
    }
    return men > 1 || women > 1;
}

static int other_abd(const Side *one, const Side *other, const Way *chosen, int n)
{
    for (int k = 0; k < n; k++) {
        const Word *mine = one->name->word[chosen[k].i], *theirs = other->name->word[chosen[k].j];
        if ((other->heaviest >= INFORMATIVE && begins_abd(mine, theirs)) || (one->heaviest >= INFORMATIVE && begins_abd(theirs, mine))) return 1;
    }
    return 0;
}

static int thinness(const int32_t *price, int which, int missing)
{
    int cost = price[which] * missing / 100;
    return cost < price[P_THIN_MOST] ? cost : price[P_THIN_MOST];
}

static int larger(int one, int other) { return one > other ? one : other; }

static int corporate(const Side *one, const Side *other, const Way *chosen, int n, int full, const int32_t *price)
{
    int cost = 0;
    if (one->heaviest && other->heaviest) cost += price[P_CONFLICT];
    else if (one->place && other->place) cost += price[P_OTHER_PLACE];
    else if (larger(one->heaviest, one->general) >= TELLING_GENERIC && larger(other->heaviest, other->general) >= TELLING_GENERIC) cost += price[P_OTHER_WORD];
    else if (one->place || other->place) cost += price[one->place ? P_QUERY_PLACE : P_LISTED_PLACE];
    else if (larger(one->general, other->general) >= TELLING_GENERIC) cost += price[one->general >= TELLING_GENERIC ? P_QUERY_WORD : P_LISTED_WORD];
    else if (one->general || other->general) cost += price[P_FILLER];
    if ((one->heaviest || other->heaviest) && !full) cost += price[P_CORE];
    if (forms_differ(one->name, other->name)) cost += price[P_FORM];
    if (out_of_order(chosen, n)) cost += price[P_ORDER];
    return cost;
}

static int shorter_letters(const Name *query, const Name *listed, const Way *way)
{
    int one = 0, other = 0;
    for (int k = 0; k < way->n; k++) one += query->word[way->i + k]->length;
    for (int k = 0; k < way->m; k++) other += listed->word[way->j + k]->length;
    return one < other ? one : other;
}

static int may_be_initial(const Name *query, int i, const Name *listed, int j)
{
    if (query->role[i] != 'i' && listed->role[j] != 'i') return 0;
    return query->word[i]->text[0] == listed->word[j]->text[0] && (is_in(query->role[i], PERSONAL) || is_in(listed->role[j], PERSONAL));
}

/* `rarity` is given what an exact name would lose for being borne by many, where somebody asks. */
static int align(const Name *query, const Name *listed, const Grid *grid, int group, const int32_t *prices, int32_t *rarity)
{
    const int32_t *price = prices + group * PRICES;
    Ways ways;
    Way chosen[MOST_WORDS];
    uint32_t taken, listed_taken;
    ways.n = 0;
    for (int i = 0; i < query->n; i++)
        for (int j = 0; j < listed->n; j++) {
            /* A name that on the other side repeats the first letters of the words before it: it answers to them all. */
            if (group == ORGANISATION && ((query->role[i] == 'n' && listed->role[j] == 'p') || (query->role[i] == 'p' && listed->role[j] == 'n'))) continue;
            if (grid->degree[i][j]) add_way(&ways, i, 1, j, 1, grid->degree[i][j], grid->level[i][j]);
            else if (may_be_initial(query, i, listed, j))
                add_way(&ways, i, 1, j, 1, INITIAL_DEGREE, INITIAL);
        }
    int n = assign(&ways, chosen, &taken, &listed_taken);
    uint32_t every = query->n == 32 ? ~0u : (1u << query->n) - 1, listed_every = listed->n == 32 ? ~0u : (1u << listed->n) - 1;
    uint32_t open = every & ~taken & ~places_of(query, 'x'), listed_open = listed_every & ~listed_taken & ~places_of(listed, 'x');
    for (int k = 0; k < n; k++)
        if (chosen[k].degree < GOOD) open |= 1u << chosen[k].i, listed_open |= 1u << chosen[k].j;
    if (open && listed_open && __builtin_popcount(open) + __builtin_popcount(listed_open) >= 3) {
        int before = ways.n;
        join_runs(query, open, listed, listed_open, 0, &ways);
        join_runs(listed, listed_open, query, open, 1, &ways);
        if (group == ORGANISATION) {
            add_acronyms(query, listed, 0, &ways);
            add_acronyms(listed, query, 1, &ways);
        }
        if (ways.n > before) n = assign(&ways, chosen, &taken, &listed_taken);
    }
    Side one, other;
    make_side(&one, query, taken);
    make_side(&other, listed, listed_taken);
    int exact = !one.left && !other.left, unlike = 0, met = 0, full = 0, telling = 0, counted = 0, common = 1, shared = 0;
    const Way *first = NULL;
    for (int k = 0; k < n; k++) {
        const Way *way = &chosen[k];
        int weight = run_weight(query, way->i, way->n), other_weight = run_weight(listed, way->j, way->m);
        int share = (1000 * weight / query->total + 1000 * other_weight / listed->total) / 2;
        unlike += price[P_UNLIKE] * (1000 - way->degree) * share / 1000000;
        met += (weight < other_weight ? weight : other_weight) * way->degree / 1000;
        exact &= way->degree == 1000;
        uint8_t role = query->role[way->i], other_role = listed->role[way->j];
        int least = weight < other_weight ? weight : other_weight;
        if (group == PERSON ? is_in(role, FULL) && is_in(other_role, FULL) : !is_in(role, UNCOUNTED) && !is_in(other_role, UNCOUNTED))
            shared += larger(0, group == PERSON ? least - COMMONEST : least) * way->degree / 1000;
        int mine = any_full(query, way->i, way->n), theirs = any_full(listed, way->j, way->m);
        int is_full = group == PERSON ? mine && theirs : mine || theirs;
        full += is_full;
        if (is_full && way->level != INITIAL && !telling++) first = way;
        counted += !is_in(query->role[way->i], UNCOUNTED) && !is_in(listed->role[way->j], UNCOUNTED);
        common &= all_common(query, way->i, way->n) || all_common(listed, way->j, way->m);
    }
    int both = one.share < other.share ? one.share : other.share;
    int score = EXACT - unlike - price[P_CONTRADICTION] * both / 1000 - price[P_QUERY] * (one.share - both) / 1000
        - price[P_LISTED] * (other.share - both) / 1000;
    if (group == PERSON) {
        if ((one.heaviest >= INFORMATIVE && other.heaviest >= INFORMATIVE) || other_abd(&one, &other, chosen, n)) score -= price[P_CONFLICT];
        else if ((one.initial && other.heaviest) || (other.initial && one.heaviest)) score -= price[P_INITIAL];
        uint8_t there = later(&one, &other, chosen, n, 0), back = later(&other, &one, chosen, n, 1);
        if (there == 'r' || back == 'r' || crossed(query, listed, chosen, n, 'r')) score -= price[P_SON];
        if (crossed(query, listed, chosen, n, 'f')) score -= price[P_GIVEN];
        if (there == 'n' || back == 'n') score -= price[P_GIVEN_NAME];
        if (of_other_sex(query, listed, chosen, n)) score -= price[P_SEX];
        if (one.family || other.family) score -= price[P_FAMILY];
        else if (one.head || other.head) score -= price[P_FIRST_FAMILY];
        if ((one.heaviest || other.heaviest) && common) score -= price[P_COMMON];
    } else
        score -= corporate(&one, &other, chosen, n, full, price);
    if (one.number != other.number) score -= price[P_NUMBER];
    if (!exact) {
        int more = one.heaviest || other.heaviest, enough = price[P_ENOUGH];
        int smaller = query->total < listed->total ? query->total : listed->total;
        if (!more && smaller < enough) enough = smaller;
        if (met < enough) score -= thinness(price, more ? P_THIN : P_THIN_ALIKE, enough - met);
    }
    if (!exact) {
        int cap = EXACT;
        if (one.number && other.number) cap = CAP_NUMBER;
        else if (!telling) cap = n < FEW_GENERIC ? CAP_NONE : EXACT;
        else if (telling == 1) {
            if (group == PERSON && (one.heaviest || other.heaviest)) cap = CAP_SINGLE;
            else if (counted - (!is_in(query->role[first->i], UNCOUNTED) && !is_in(listed->role[first->j], UNCOUNTED)) == 0 && first->degree < SURE
                     && first->level != ACRONYM && shorter_letters(query, listed, first) < (first->level == SOUND ? SHORTEST_SOUND : SHORTEST_SURE))
                cap = CAP_SOUND;
        }
        if (score > cap) score = cap;
    }
    int borne = shared < price[P_RARE] ? price[P_RARITY] * (price[P_RARE] - shared) / 100 : 0;
    if (rarity) *rarity = borne;
    if (score > LINE) score -= borne * (score - LINE) / (EXACT - LINE);
    return score < 0 ? 0 : score;
}

/* ---- an index and a question ---- */

EXPORT Index *debar_open(const Arrays *arrays)
{
    make_crc_table();
    Index *index = calloc(1, sizeof *index);
    if (!index) return NULL;
    index->a = *arrays;
    index->heaviest = calloc((size_t)arrays->words + 1, 1);
    index->facts = calloc((size_t)arrays->names + 1, sizeof(Facts));
    index->tokens = malloc(((size_t)arrays->token_at[arrays->names] + 1) * sizeof(Token));
    index->words = malloc((size_t)(arrays->words ? arrays->words : 1) * sizeof(Word));
    int64_t bytes = arrays->text_at[arrays->words];
    index->pool = malloc((size_t)(5 * bytes + 8));
    index->near_bucket = make_buckets(arrays->near_key, arrays->near_keys);
    index->join_bucket = make_buckets(arrays->join_key, arrays->join_keys);
    if (!index->words || !index->pool || !index->near_bucket || !index->join_bucket || !index->facts || !index->tokens || !index->heaviest) return NULL;
    for (int32_t name = 0; name < arrays->names; name++) {
        Facts *facts = &index->facts[name];
        facts->first = arrays->token_at[name];
        facts->n = (uint8_t)(arrays->token_at[name + 1] - arrays->token_at[name]);
        for (int64_t at = facts->first; at < facts->first + facts->n; at++) {
            Token token = {arrays->token_word[at], arrays->token_role[at], arrays->token_weight[at]};
            index->tokens[at] = token;
            facts->total += token.weight;
            if (token.role != 'x') facts->counted += token.weight;
            if (is_in(token.role, PERSONAL) && token.weight >= INFORMATIVE) facts->telling += token.weight;
            if (token.role == 'i') facts->unbounded = 1;
            int same = 0; /* a weight of postings is a byte */
            for (int64_t before = facts->first; before <= at; before++)
                if (arrays->token_word[before] == token.word) same += arrays->token_weight[before];
            if (same > 255) facts->unbounded = 1;
            if (index->heaviest[token.word] < token.weight) index->heaviest[token.word] = token.weight;
        }
    }
    index->initial_at = calloc((size_t)arrays->words + 2, sizeof(int64_t));
    index->initial_name = malloc(((size_t)arrays->posting_at[arrays->words] + 1) * sizeof(int32_t));
    if (!index->initial_at || !index->initial_name) return NULL;
    for (int32_t word = 0; word < arrays->words; word++) {
        int64_t end = index->initial_at[word];
        for (int64_t p = arrays->posting_at[word]; p < arrays->posting_at[word + 1]; p++)
            if (index->facts[arrays->posting_name[p]].unbounded) index->initial_name[end++] = arrays->posting_name[p];
        index->initial_at[word + 1] = end;
    }
    uint8_t *pool = index->pool;
    for (int32_t w = 0; w < arrays->words; w++) {
        int64_t at = arrays->text_at[w], class_at = arrays->classes_at[w];
        pool += make_word(&index->words[w], arrays->text + at, arrays->text_at[w + 1] - at, arrays->classes + class_at, arrays->classes_at[w + 1] - class_at, pool);
    }
    return index;
}

EXPORT void debar_close(Index *index)
{
    if (!index) return;
    free(index->words), free(index->pool), free(index->near_bucket), free(index->join_bucket), free(index->facts), free(index->tokens), free(index->heaviest), free(index->initial_at), free(index->initial_name), free(index);
}

static int put(Scratch *scratch, int32_t name, int query, int listed)
{
    Met *met = &scratch->met[name];
    if (met->stamp == scratch->stamp) {
        if (met->query == CERTAIN) return 0;
        met->query = query == CERTAIN ? CERTAIN : (uint16_t)(met->query + query);
        met->listed = (uint16_t)(met->listed + listed);
        return 0;
    }
    *met = (Met){scratch->stamp, (uint16_t)query, (uint16_t)listed};
    if (scratch->n_found == scratch->room) {
        int64_t room = scratch->room ? 2 * scratch->room : 1024;
        int32_t *more = realloc(scratch->found, (size_t)room * sizeof *more);
        if (!more) return -1;
        scratch->found = more, scratch->room = room;
    }
    scratch->found[scratch->n_found++] = name;
    return 0;
}

static int put_joins(const Index *index, Scratch *scratch, uint32_t wanted)
{
    int64_t at = look_up(index->a.join_key, index->join_bucket, wanted);
    int bad = 0;
    if (at >= 0)
        for (int64_t k = index->a.join_at[at]; k < index->a.join_at[at + 1]; k++) bad |= put(scratch, index->a.join_name[k], CERTAIN, 0);
    return bad;
}

/* Whether words in a row of a listed name, written as one, are a reading of the letters. */
static int has_read_run(const Index *index, int32_t place, const Frames *frames)
{
    const Facts *facts = &index->facts[place];
    for (int at = 0; at + 1 < facts->n; at++) {
        const Word *first = &index->words[index->tokens[facts->first + at].word];
        uint8_t text[LONGEST_COMPARED];
        Word joined = {.text = text, .n_bones = 2};
        if (first->length > LONGEST_JOINED || first->text[0] < 'a' || first->text[0] > 'z') continue;
        memcpy(text, first->text, first->length);
        joined.length = first->length;
        for (int k = at + 1; k < at + LONGEST_RUN && k < facts->n; k++) {
            const Word *next = &index->words[index->tokens[facts->first + k].word];
            if (joined.length + next->length > LONGEST_JOINED) break;
            memcpy(text + joined.length, next->text, next->length);
            joined.length += next->length;
            if (read_so(frames, &joined)) return 1;
        }
    }
    return 0;
}

/* Names with words in a row that, written as one, are a reading of the word. */
static int put_read_joins(const Index *index, Scratch *scratch, const Word *word)
{
    Frames frames;
    int bad = 0;
    unpack(word, &frames);
    for (int c = 0; c < word->n_own; c++) {
        uint32_t sounding = (uint32_t)word->classes[c] - 0x80000000u;
        int64_t at = sounding < HASHES ? look_up(index->a.join_key, index->join_bucket, sounding << 2) : -1;
        for (int64_t k = at < 0 ? 0 : index->a.join_at[at]; at >= 0 && k < index->a.join_at[at + 1]; k++) {
            int32_t place = index->a.join_name[k];
            if (has_read_run(index, place, &frames)) bad |= put(scratch, place, CERTAIN, 0);
        }
    }
    return bad;
}

/* The question's words by the list's: an open hash from the list's word to its degrees. */
enum { FEWEST_SLOTS = 4096 };
typedef struct { int32_t *word, *row, slots, n, shift; uint16_t (*degree)[MOST_WORDS]; uint8_t (*level)[MOST_WORDS]; int32_t room; } Map;

/* Empties the map and makes it large enough for so many words, that none is ever left out. */
static int map_clear(Map *map, int64_t words)
{
    int32_t slots = map->slots ? map->slots : FEWEST_SLOTS;
    while (slots < 2 * words && slots < 1 << 30) slots *= 2;
    if (slots != map->slots) {
        int32_t *word = realloc(map->word, (size_t)slots * sizeof *word);
        if (!word) return -1;
        map->word = word;
        int32_t *row = realloc(map->row, (size_t)slots * sizeof *row);
        if (!row) return -1;
        map->row = row, map->slots = slots;
        for (map->shift = 32; slots > 1; slots /= 2) map->shift--;
    }
    memset(map->word, 0xFF, (size_t)map->slots * sizeof *map->word);
    map->n = 0;
    return 0;
}

static int32_t map_row(const Map *map, int32_t word)
{
    uint32_t at = (uint32_t)word * 2654435761u >> map->shift;
    while (map->word[at] != -1) {
        if (map->word[at] == word) return map->row[at];
        at = (at + 1) & (uint32_t)(map->slots - 1);
    }
    return -1;
}

static int map_add(Map *map, int32_t word, int i, int degree, int level)
{
    uint32_t at = (uint32_t)word * 2654435761u >> map->shift;
    while (map->word[at] != -1 && map->word[at] != word) at = (at + 1) & (uint32_t)(map->slots - 1);
    if (map->word[at] == -1) {
        if (map->n == map->room) {
            int32_t room = map->room ? 2 * map->room : 64;
            void *degrees = realloc(map->degree, (size_t)room * sizeof *map->degree);
            if (!degrees) return -1;
            map->degree = degrees;
            void *levels = realloc(map->level, (size_t)room * sizeof *map->level);
            if (!levels) return -1;
            map->level = levels, map->room = room;
        }
        memset(map->degree[map->n], 0, sizeof *map->degree);
        memset(map->level[map->n], 0, sizeof *map->level);
        map->word[at] = word, map->row[at] = map->n++;
    }
    map->degree[map->row[at]][i] = (uint16_t)degree;
    map->level[map->row[at]][i] = (uint8_t)level;
    return 0;
}

static int read_runs(const Index *index, Scratch *scratch, const Name *name, int group, Likes *likes)
{
    uint8_t text[LONGEST_COMPARED], pool[5 * LONGEST_COMPARED + 8];
    int bad = 0;
    for (int at = 0; at < name->n; at++) {
        const Word *word = name->word[at];
        if (word->length >= SHORTEST_JOINED && !is_in(name->role[at], UNCOUNTED "i")) {
            if (!word->plain) bad |= put_joins(index, scratch, key('%', word->text, word->length));
            else bad |= put_joins(index, scratch, key('%', word->squeezed, word->n_squeezed));
            if (word->plain && is_long(word)) bad |= put_joins(index, scratch, sound_key(word));
            if (word->n_own) bad |= put_read_joins(index, scratch, word);
        }
        if (name->role[at] == 'n' && word->length >= 3 && word->length <= MOST_LETTERS) bad |= put_joins(index, scratch, key('#', word->text, word->length));
        int length = word->length;
        if (length > LONGEST_JOINED || name->role[at] == 'x') continue;
        memcpy(text, word->text, length);
        for (int k = at + 1; k < at + LONGEST_RUN && k < name->n && name->role[k] != 'x'; k++) {
            if (length + name->word[k]->length > LONGEST_JOINED) break;
            memcpy(text + length, name->word[k]->text, name->word[k]->length);
            length += name->word[k]->length;
            if (length < SHORTEST_JOINED) continue;
            Word joined;
            make_word(&joined, text, length, NULL, 0, pool);
            likes->n = 0;
            if (!joined.plain) bad |= meet(index, &joined, key('%', joined.text, joined.length), 1, likes);
            else bad |= meet(index, &joined, key('%', joined.squeezed, joined.n_squeezed), 1, likes);
            if (joined.plain) bad |= meet(index, &joined, sound_key(&joined) | (is_long(&joined) ? 0 : FEW), 1, likes);
            for (int32_t l = 0; l < likes->n; l++)
                for (int64_t p = index->a.posting_at[likes->likes[l].word]; p < index->a.posting_at[likes->likes[l].word + 1]; p++)
                    bad |= put(scratch, index->a.posting_name[p], CERTAIN, 0);
        }
    }
    for (int variant = 0; variant < 2 * ENDINGS && group == ORGANISATION; variant++) {
        uint8_t letters[MOST_LETTERS];
        int first, last, n = initials(name, variant, letters, &first, &last);
        if (!n) continue;
        int64_t at = look_up(index->a.near_key, index->near_bucket, key('=', letters, n));
        if (at < 0) continue;
        for (int64_t k = index->a.near_at[at]; k < index->a.near_at[at + 1]; k++) {
            int32_t w = index->a.near_word[k];
            if (same_bytes(index->words[w].text, index->words[w].length, letters, n))
                for (int64_t p = index->a.posting_at[w]; p < index->a.posting_at[w + 1]; p++) bad |= put(scratch, index->a.posting_name[p], CERTAIN, 0);
        }
    }
    return bad;
}

/* The most that a name can score in which only these words of the query are met, and which has nothing else. */
static int most_with(const Name *name, uint32_t met, int group, const int32_t *prices)
{
    const int32_t *price = prices + group * PRICES;
    int missing = 0, weight = 0, full = 0, others = 0, rarest = 0;
    for (int at = 0; at < name->n; at++) {
        int taken = met >> at & 1;
        if (taken) weight += name->weight[at], rarest = larger(rarest, name->weight[at]);
        else if (name->role[at] != 'x') missing += name->weight[at];
        if (taken && is_in(name->role[at], FULL)) full++;
        if (!taken && is_in(name->role[at], PERSONAL)) others = 1;
    }
    int share = 1000 * missing / name->total;
    int least = price[P_QUERY] < price[P_CONTRADICTION] ? price[P_QUERY] : price[P_CONTRADICTION];
    int score = EXACT - least * share / 1000;
    if (weight < price[P_ENOUGH] && others) score -= thinness(price, P_THIN, price[P_ENOUGH] - weight);
    if (group == PERSON && rarest < COMMON && others) score -= price[P_COMMON];
    if (group == PERSON && full < 2 && others && score > CAP_SINGLE) score = CAP_SINGLE;
    return score;
}

static int run_weight_of(const Name *name, uint32_t places)
{
    int weight = 0;
    for (int at = 0; at < name->n; at++)
        if (places >> at & 1) weight += name->weight[at];
    return weight;
}

/* Of a question: the weight of its words without forms, of its telling names, and what is assumed to be met on either side. */
typedef struct { int counted, telling, assumed, listed_assumed; } Sums;

static int gather(const Index *index, Scratch *scratch, const Name *name, Likes *const *likes, int group, int least, Sums *sums)
{
    uint32_t quiet = 0, skipped;
    int order[MOST_WORDS], n = 0, bad = 0;
    for (int at = 0; at < name->n; at++) {
        if (is_in(name->role[at], UNCOUNTED "i")) quiet |= 1u << at;
        else order[n++] = at;
    }
    if (!n) {
        for (int at = 0; at < name->n; at++) order[n++] = at;
        quiet = 0;
    }
    for (int a = 1; a < n; a++) {
        int one = order[a], at = a;
        while (at > 0 && likes[order[at - 1]]->postings < likes[one]->postings) order[at] = order[at - 1], at--;
        order[at] = one;
    }
    skipped = quiet;
    int from = 0;
    while (from < n && most_with(name, skipped | 1u << order[from], group, index->a.prices) < least) skipped |= 1u << order[from++];
    sums->assumed = run_weight_of(name, skipped);
    for (int at = 0; at < name->n; at++) {
        if (name->role[at] != 'x') sums->counted += name->weight[at];
        if (is_in(name->role[at], PERSONAL) && name->weight[at] >= INFORMATIVE) sums->telling += name->weight[at];
    }
    for (int at = 0; at < name->n; at++) {
        int heaviest = 0;
        if (!(skipped >> at & 1) || name->role[at] == 'x') continue;
        for (int32_t k = 0; k < likes[at]->n; k++) heaviest = larger(heaviest, index->heaviest[likes[at]->likes[k].word]);
        sums->listed_assumed += heaviest;
    }
    for (int at = 0; at < from; at++)
        for (int32_t k = 0; k < likes[order[at]]->n; k++) {
            int32_t word = likes[order[at]]->likes[k].word;
            for (int64_t p = index->initial_at[word]; p < index->initial_at[word + 1]; p++) bad |= put(scratch, index->initial_name[p], 0, 0);
        }
    for (; from < n; from++)
        for (int32_t k = 0; k < likes[order[from]]->n; k++) {
            int32_t word = likes[order[from]]->likes[k].word;
            const int32_t *posted = index->a.posting_name;
            for (int64_t p = index->a.posting_at[word], end = index->a.posting_at[word + 1]; p < end; p++) {
                if (p + AHEAD < end) __builtin_prefetch(&scratch->met[posted[p + AHEAD]], 1);
                bad |= put(scratch, posted[p], name->weight[order[from]], index->a.posting_weight[p]);
            }
        }
    return bad;
}

/* A quick upper bound from the words that meet, whichever pairs are then made of them: what meets nothing is left over. */
static int may_reach(const Name *query, uint32_t met, const Name *listed, uint32_t listed_met, int group, const int32_t *prices, int least)
{
    const int32_t *price = prices + group * PRICES;
    int full = 0, listed_full = 0, weight = 0, missing = 0, listed_missing = 0, rarest = 0, listed_rarest = 0;
    for (int at = 0; at < query->n; at++) {
        if (!(met >> at & 1)) missing += query->role[at] == 'x' ? 0 : query->weight[at];
        else weight += query->weight[at], full += is_in(query->role[at], FULL), rarest = larger(rarest, query->weight[at]);
    }
    for (int at = 0; at < listed->n; at++) {
        if (!(listed_met >> at & 1)) listed_missing += listed->role[at] == 'x' ? 0 : listed->weight[at];
        else listed_full += is_in(listed->role[at], FULL), listed_rarest = larger(listed_rarest, listed->weight[at]);
    }
    int share = 1000 * missing / query->total, listed_share = 1000 * listed_missing / listed->total, both = share < listed_share ? share : listed_share;
    int score = EXACT - price[P_CONTRADICTION] * both / 1000 - price[P_QUERY] * (share - both) / 1000 - price[P_LISTED] * (listed_share - both) / 1000;
    if (score + 2 < least) return 0; /* 2: shares are rounded down one by one */
    Side one, other;
    make_side(&one, query, met);
    make_side(&other, listed, listed_met);
    int others = one.heaviest || other.heaviest, least_name = group == PERSON ? INFORMATIVE : 1;
    if (group == PERSON && (full < 2 || listed_full < 2) && others && CAP_SINGLE < least) return 0;
    if (weight < price[P_ENOUGH] && others) score -= thinness(price, P_THIN, price[P_ENOUGH] - weight);
    if (one.heaviest >= least_name && other.heaviest >= least_name) score -= price[P_CONFLICT];
    if (group == PERSON) {
        if (others && (rarest < COMMON || listed_rarest < COMMON)) score -= price[P_COMMON];
        if (one.family || other.family) score -= price[P_FAMILY];
    } else if (score + 2 - price[P_FORM] < least && forms_differ(query, listed))
        return 0;
    return score + 2 >= least;
}

/* The same from the weights alone, before the words of the name are looked at. A listed name may have words that the
 * question's skipped ones meet, at whatever weight they have there: as much is assumed to be met as there could be. */
static int may_reach_by_weight(const Index *index, const Name *query, const Sums *sums, int32_t place, const Met *met, int group, int least)
{
    const int32_t *price = index->a.prices + group * PRICES;
    const Facts *facts = &index->facts[place];
    if (facts->unbounded) return 1;
    int got = met->query + sums->assumed, listed_got = met->listed + sums->listed_assumed;
    int missing = larger(0, sums->counted - got), listed_missing = larger(0, facts->counted - listed_got);
    int one = 1000 * missing / query->total, other = 1000 * listed_missing / facts->total, both = one < other ? one : other;
    int score = EXACT - price[P_CONTRADICTION] * both / 1000 - price[P_QUERY] * (one - both) / 1000 - price[P_LISTED] * (other - both) / 1000;
    int mine = sums->telling > got, theirs = facts->telling > listed_got; /* a telling name is left over */
    if (mine && theirs) score -= price[P_CONFLICT];
    if (mine || theirs) {
        int least_got = got < listed_got ? got : listed_got;
        if (least_got < price[P_ENOUGH]) score -= thinness(price, P_THIN, price[P_ENOUGH] - least_got);
        if (group == PERSON && least_got < COMMON) score -= price[P_COMMON];
    }
    return score + 2 >= least;
}

static int score_name(const Index *index, const Name *query, int32_t place, const Map *map, int group, int certain, int verbatim, int least)
{
    Name listed;
    Grid grid;
    const Facts *facts = &index->facts[place];
    const Token *token = &index->tokens[facts->first];
    listed.n = facts->n, listed.total = facts->total;
    uint32_t met = 0, listed_met = 0;
    int32_t rows[MOST_WORDS];
    for (int j = 0; j < listed.n; j++) {
        int32_t word = token[j].word;
        listed.role[j] = token[j].role, listed.weight[j] = token[j].weight;
        listed.word[j] = &index->words[word];
        rows[j] = map_row(map, word);
        if (rows[j] < 0) continue;
        listed_met |= 1u << j;
        for (int i = 0; i < query->n; i++)
            if (map->degree[rows[j]][i]) met |= 1u << i;
    }
    if (!listed.n) return 0;
    for (int i = 0; i < query->n && !certain; i++)
        for (int j = 0; j < listed.n; j++)
            if (may_be_initial(query, i, &listed, j)) met |= 1u << i, listed_met |= 1u << j;
    if (!certain && !may_reach(query, met, &listed, listed_met, group, index->a.prices, least)) return 0;
    for (int i = 0; i < query->n; i++)
        for (int j = 0; j < listed.n; j++) {
            grid.degree[i][j] = rows[j] < 0 ? 0 : map->degree[rows[j]][i];
            grid.level[i][j] = rows[j] < 0 ? 0 : map->level[rows[j]][i];
        }
    int32_t rarity;
    int score = align(query, &listed, &grid, group, index->a.prices, &rarity);
    if (verbatim) score = EXACT - rarity; /* written alike is read alike, whatever a source says of the parts */
    else if (index->a.name_weak[place]) score -= WEAK_DISCOUNT + WEAK_PER_RARITY * larger(0, rarity - WEAK_RARITY);
    return score < 0 ? 0 : score;
}

static int by_entity(const void *one, const void *other)
{
    const Found *a = one, *b = other;
    if (a->entity != b->entity) return a->entity < b->entity ? -1 : 1;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->name < b->name ? -1 : a->name > b->name;
}

static int by_score(const void *one, const void *other)
{
    const Found *a = one, *b = other;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

#include "session.c"

static Likes *likes_of(const Index *index, Session *session, int32_t word)
{
    Kept *kept = session->kept[word];
    if (!kept->known) {
        if (find_likes(index, &kept->word, &kept->likes)) return NULL;
        kept->known = 1;
        session->held += (int64_t)kept->likes.room * (int64_t)sizeof(Like);
    }
    return &kept->likes;
}

static int answer(const Index *index, Session *session, const Question *question, int least, int64_t most, int exhaustive, int64_t *total)
{
    Scratch *scratch = &session->scratch;
    Map *map = &session->map;
    Name name;
    Likes *mine[MOST_WORDS];
    const Token *token = session->token + question->first;
    int group = question->group;
    Sums sums = {0};
    name.n = question->n, name.total = 0;
    if (++scratch->stamp == 0) {
        memset(scratch->met, 0, (size_t)scratch->names * sizeof(Met));
        scratch->stamp = 1;
    }
    scratch->n_found = 0;
    int64_t like = 0;
    for (int i = 0; i < name.n; i++) {
        if (!(mine[i] = likes_of(index, session, token[i].word))) return -1;
        like += mine[i]->n;
        name.word[i] = &session->kept[token[i].word]->word;
        name.role[i] = token[i].role;
        name.total += name.weight[i] = token[i].weight;
    }
    if (map_clear(map, like)) return -1;
    for (int i = 0; i < name.n; i++)
        for (int32_t k = 0; k < mine[i]->n; k++)
            if (map_add(map, mine[i]->likes[k].word, i, mine[i]->likes[k].degree, mine[i]->likes[k].level) < 0) return -1;
    int32_t low = 0, high = index->a.raw_keys;
    while (low < high) { /* names that are written just so */
        int32_t middle = low + (high - low) / 2;
        if (index->a.raw_key[middle] < question->raw) low = middle + 1; else high = middle;
    }
    if (low < index->a.raw_keys && index->a.raw_key[low] == question->raw)
        for (int64_t k = index->a.raw_at[low]; k < index->a.raw_at[low + 1]; k++)
            if (put(scratch, index->a.raw_name[k], CERTAIN, 0)) return -1;
    if (exhaustive) {
        for (int32_t n = 0; n < index->a.names; n++)
            if (put(scratch, n, CERTAIN, 0)) return -1;
    } else if (name.n && (gather(index, scratch, &name, mine, group, least, &sums) || read_runs(index, scratch, &name, group, &session->joined)))
        return -1;
    int64_t first = *total, kept = 0, left = 0;
    int has_initial = places_of(&name, 'i') != 0;
    for (int64_t k = 0; k < scratch->n_found; k++) {
        int32_t place = scratch->found[k];
        if (k + AHEAD < scratch->n_found) {
            int32_t next = scratch->found[k + AHEAD];
            __builtin_prefetch(&index->facts[next]);
            __builtin_prefetch(&question->allowed[next]);
            __builtin_prefetch(&scratch->met[next]);
        }
        const Met *met = &scratch->met[place];
        if (!question->allowed[place]) continue;
        if (met->query != CERTAIN && !has_initial && !may_reach_by_weight(index, &name, &sums, place, met, group, least)) continue;
        scratch->found[left++] = place;
    }
    for (int64_t k = 0; k < left; k++) {
        int32_t place = scratch->found[k];
        if (k + AHEAD < left) __builtin_prefetch(&index->tokens[index->facts[scratch->found[k + AHEAD]].first]);
        int certain = scratch->met[place].query == CERTAIN;
        int score = 0, verbatim = certain && index->a.name_raw[place] == question->raw; /* all that are so written are certain */
        if (name.n && index->facts[place].n) score = score_name(index, &name, place, map, group, certain, verbatim, least);
        else if (verbatim) score = EXACT;
        if (score < least) continue;
        if (grow((void **)&session->found, &session->found_room, first + kept + 1, sizeof(Found))) return -1;
        session->found[first + kept++] = (Found){question->owner, index->a.name_entity[place], place, score};
    }
    Found *own = session->found + first;
    if (kept > 1) qsort(own, (size_t)kept, sizeof *own, by_entity);
    int64_t unique = 0;
    for (int64_t k = 0; k < kept; k++)
        if (k == 0 || own[k].entity != own[k - 1].entity) own[unique++] = own[k];
    if (unique > 1) qsort(own, (size_t)unique, sizeof *own, by_score);
    *total += unique < most ? unique : most;
    return 0;
}

/* Answers the session's questions in turn, at most so many finds for each, best first. Gives how many were found, or -1 if
 * memory ran out. */
EXPORT int64_t debar_search(const Index *index, Session *session, int32_t least, int64_t most, int32_t exhaustive)
{
    int64_t total = 0;
    for (int32_t q = 0; q < session->n_questions; q++)
        if (answer(index, session, &session->question[q], least, most, exhaustive, &total)) return -1;
    return total;
}

EXPORT const Found *debar_found(const Session *session) { return session->found; }

/* ---- names in pairs, whatever an index would find of them: what the prices are fitted with ---- */

static int take_name(Name *name, const Session *from, int32_t place)
{
    const Question *question = &from->question[place];
    name->n = question->n, name->total = 0;
    for (int at = 0; at < name->n; at++) {
        const Token *token = &from->token[question->first + at];
        name->word[at] = &from->kept[token->word]->word;
        name->role[at] = token->role;
        name->total += name->weight[at] = token->weight;
    }
    return name->n;
}

/* Scores `n` pairs of the questions of two sessions at given prices. */
EXPORT void debar_pairs(const Session *asked, const Session *listed, const int32_t *query, const int32_t *other, int64_t n, const int32_t *prices, int32_t *scores, int32_t *rarities)
{
    for (int64_t k = 0; k < n; k++) {
        Name one, two;
        Grid grid;
        scores[k] = rarities[k] = 0;
        if (!take_name(&one, asked, query[k]) || !take_name(&two, listed, other[k])) continue;
        for (int i = 0; i < one.n; i++)
            for (int j = 0; j < two.n; j++) {
                int level;
                grid.degree[i][j] = (uint16_t)likeness(one.word[i], two.word[j], &level);
                grid.level[i][j] = (uint8_t)level;
            }
        scores[k] = align(&one, &two, &grid, asked->question[query[k]].group, prices, &rarities[k]);
    }
}
