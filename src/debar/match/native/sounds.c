/* What letters of other scripts may sound like. Part of kernel.c; the twin of debar.names.sounds. */

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

static int is_known(const Word *word) { return word->n_classes > word->n_own + word->n_hashed + (word->unwritten || word->syllabic); }
