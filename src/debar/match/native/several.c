/* Whether a name may be several. Part of kernel.c; the quick half of debar.names.several.may_be_several: what is answered yes
 * here is looked at there. */

enum { MOST_BETWEEN = 128, LONGEST_BETWEEN = 16, FIELD = 35 };
typedef struct { uint8_t length, text[LONGEST_BETWEEN]; } Between;
static Between between[MOST_BETWEEN];
static int n_between;

/* The words that may be the first of those between two names, in small letters, each ending in 0; -1 if they do not fit. */
EXPORT int32_t debar_between(const uint8_t *text, int64_t length)
{
    int n = 0;
    for (int64_t at = 0, end; at < length; at = end + 1) {
        for (end = at; end < length && text[end]; end++) {}
        if (n == MOST_BETWEEN || end - at > LONGEST_BETWEEN) return -1;
        between[n].length = (uint8_t)(end - at);
        memcpy(between[n++].text, text + at, (size_t)(end - at));
    }
    n_between = n;
    return 0;
}

static int is_between(const uint8_t *word, int length)
{
    uint8_t small[LONGEST_BETWEEN];
    if (length > LONGEST_BETWEEN) return 0;
    for (int at = 0; at < length; at++) small[at] = is_upper(word[at]) ? word[at] + 32 : word[at];
    for (int k = 0; k < n_between; k++)
        if (between[k].length == length && between[k].text[0] == small[0] && memcmp(between[k].text, small, (size_t)length) == 0) return 1;
    return 0;
}

static int is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

static int may_be_several(const uint8_t *name, int64_t length)
{
    if (!length) return 0;
    if (length == FIELD || is_digit(name[0]) || is_digit(name[length - 1])) return 1;
    for (int64_t at = 0, begin = 0; at <= length; at++) {
        uint8_t c = at < length ? name[at] : ' ';
        if (c >= 0x80 || c == '/' || c == '(' || c == ';' || (c < ' ' && c != '\t')) return 1;
        if (c == '-' && at > 1 && (name[at - 1] | 32) == 'x' && (name[at - 2] | 32) == 'e') return 1;
        if (c != ' ' && c != '\t') continue;
        if (is_between(name + begin, (int)(at - begin > LONGEST_BETWEEN ? LONGEST_BETWEEN + 1 : at - begin))) return 1;
        begin = at + 1;
    }
    return 0;
}

/* Writes for each of so many names, each of which ends in 0, whether it may be several. */
EXPORT void debar_several(const uint8_t *text, int32_t names, uint8_t *several)
{
    for (int32_t n = 0; n < names; n++) {
        int64_t length = (int64_t)strlen((const char *)text);
        several[n] = (uint8_t)may_be_several(text, length);
        text += length + 1;
    }
}
