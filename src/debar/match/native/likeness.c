/* How alike two words are, the keys that like words share, and the words of a list that are like one asked for. Part of kernel.c. */

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

/* To be called once, before all else. */
EXPORT void debar_begin(void)
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
