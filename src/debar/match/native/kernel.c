/* Finding and scoring names: the compiled twin of alignment.py, costs.py and likeness.py (see there for what is meant and why).
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

enum { MOST_WORDS = 32, LONGEST_COMPARED = 48, LONGEST_JOINED = 20, LONGEST_RUN = 3, MOST_WAYS = 8192, MOST_LETTERS = 8, LONGEST_NAME = 512 };
enum { EXACT = 970, LINE = 700, INITIAL_DEGREE = 750, JOINED_SHARE = 97, GOOD = 900, LONG = 5, AHEAD = 16, SHORTEST_JOINED = 4, SHORTEST_LIKE = 7, LONGEST_READ = 12, LONGER = 3, LONGER_READ = 6 };
enum { SHORT_ACRONYM_DEGREE = 700, SHORT_ACRONYM_WITH_FORM = 850, STATED_ACRONYM_DEGREE = 970, COMMONEST = 28, SHORTEST_STEM = 3, ENDINGS = 4, FEWEST_WITH_ENDING = 3, ACRONYM_DEGREE = 880, LONG_ACRONYM_DEGREE = 940, COMMON = 70, FEW_GENERIC = 2, INFORMATIVE = 40, TELLING_GENERIC = 12, SURE = 950, SHORTEST_SURE = 6, SHORTEST_SOUND = 9, SYLLABIC_SOUND = 700, UNWRITTEN_TYPO = 200, ABD = 850, SYLLABIC = (1 << 23) - 2, CLASH = 150, SOUND_CLASH = 80, FINAL_A = 720, VOWELLESS = (1 << 23) - 1 };
enum { READING = 950, LOOSE_READING = 60, SHORT = 1 << 11, WRITTEN = SHORT - 2, LOOSE = SHORT - 1, MOST_FRAMES = 4, CHUNKS = 16, FEW = 1, HASHES = 1 << 30 };
enum { CAP_NUMBER = 600, CAP_SINGLE = 550, CAP_SOUND = 650, CAP_NONE = 400, WEAK_DISCOUNT = 40, WEAK_RARITY = 100, WEAK_PER_RARITY = 2, FIRST_CONCEPT = 1 << 24, FIRST_HASHED = (1 << 23) + (1 << 21), END_HASHED = (1 << 23) + (1 << 22) };
enum { NONE, SAME, CLASS, SPELLING, TYPO, SOUND, INITIAL, JOINED, ACRONYM }; /* levels */
enum { PERSON, ORGANISATION, OBJECT };
enum {
    P_UNLIKE, P_CONTRADICTION, P_QUERY, P_LISTED, P_CONFLICT, P_FAMILY, P_FIRST_FAMILY, P_COMMON, P_INITIAL, P_SON, P_GIVEN, P_GIVEN_NAME, P_SEX,
    P_NUMBER, P_OTHER_PLACE, P_OTHER_WORD, P_QUERY_PLACE, P_LISTED_PLACE, P_QUERY_WORD, P_LISTED_WORD, P_FILLER, P_CORE, P_FORM, P_UNSTATED_FORM, P_ORDER, P_ENOUGH,
    P_THIN, P_THIN_ALIKE, P_THIN_MOST, P_RARE, P_RARITY, PRICES
};

typedef struct {
    const uint8_t *text, *bones, *squeezed;
    const int32_t *classes;
    uint16_t length;
    uint8_t n_bones, n_squeezed, n_vowels, n_classes;
    uint8_t vowels[5];
    uint8_t n_hashed; /* classes of spellings alone */
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

#ifndef SOURCES
#define SOURCES ""
#endif
/* Of which sources this was made: their sha256. */
EXPORT const char *debar_sources(void) { return SOURCES; }

/* One translation unit, so that the compiler sees all of it. */
#include "words.c"
#include "sounds.c"
#include "likeness.c"
#include "alignment.c"
#include "index.c"
#include "letters.c"
#include "several.c"
#include "session.c"
#include "laying.c"
#include "search.c"
#include "pairs.c"
