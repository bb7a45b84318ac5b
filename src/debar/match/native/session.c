/* What is asked, as the kernel keeps it: words once each with their likes on the list, and plain names read without Python.
 *
 * Part of kernel.c. A session belongs to one index and to one thread at a time. What a word says and what follows from it is
 * taught by Python (debar.names.plain), one word at a time, whenever a name has one that is new; how words make a name is
 * read here, and only where no rule of debar.names.reading but the plain ones can apply: every other name is left to Python.
 */

enum { PERSON_WORD, AFTER_NASAB, FAMILY_WORD, ORGANISATION_WORD, OBJECT_WORD, LATER_WORD, FORM_PAIR };
enum { LEFT_TO_PYTHON = 1, NASAB = 2, END_NODE = 4, INNER = 8, START_NODE = 16, INNER_START = 32, MIDDLE = 64, GLUED = 128, NUMERAL = 256, ISSUING = 512, BOUND = 1024 };
enum { READ, LEFT, NEW_WORDS };
enum { PROMOTED_WEIGHT = 50, FORM_WEIGHT = 6, ISSUE_WEIGHT = 28, FIRST_SLOTS = 1 << 12, LETTERS_APART = 4, FEW_WORDS = 3 };

typedef struct { Word word; Likes likes; uint8_t known; } Kept; /* known: its likes have been looked up */
typedef struct { uint32_t hash; int32_t word, form, also, start_form; uint32_t text; uint16_t length, flags; uint8_t kind, role, weight; } Lesson;
typedef struct { int64_t first; int32_t owner; uint8_t n, group; uint64_t raw; const uint8_t *allowed; } Question;

typedef struct {
    Scratch scratch;
    Map map;
    Likes joined;
    Kept **kept; /* one allocation each, for their words are pointed at */
    int32_t n_kept, kept_room;
    Lesson *lesson;
    int32_t n_lessons, lesson_room, *slot, slots;
    uint8_t *texts;
    uint32_t n_texts, texts_room;
    Question *question;
    int32_t n_questions, question_room;
    Token *token;
    int64_t n_tokens, token_room;
    uint8_t *unknown; /* kind, word, line end */
    int64_t n_unknown, unknown_room;
    Found *found;
    int64_t found_room;
    int64_t held; /* bytes of words and likes */
} Session;

static int grow(void **data, int64_t *room, int64_t wanted, size_t size)
{
    if (wanted <= *room) return 0;
    int64_t more = *room ? 2 * *room : 64;
    while (more < wanted) more *= 2;
    void *moved = realloc(*data, (size_t)more * size);
    if (!moved) return -1;
    *data = moved, *room = more;
    return 0;
}

static int grow32(void **data, int32_t *room, int64_t wanted, size_t size)
{
    int64_t wide = *room;
    if (grow(data, &wide, wanted, size)) return -1;
    *room = (int32_t)wide;
    return 0;
}

EXPORT void debar_free_session(Session *session)
{
    if (!session) return;
    for (int32_t k = 0; k < session->n_kept; k++) free(session->kept[k]->likes.likes), free(session->kept[k]);
    free(session->kept), free(session->lesson), free(session->slot), free(session->texts), free(session->question), free(session->token);
    free(session->unknown), free(session->found), free(session->joined.likes);
    free(session->map.word), free(session->map.row), free(session->map.degree), free(session->map.level);
    free(session->scratch.met), free(session->scratch.found), free(session);
}

EXPORT Session *debar_session(int32_t names)
{
    Session *session = calloc(1, sizeof *session);
    if (!session) return NULL;
    session->scratch.names = names;
    session->scratch.met = calloc((size_t)names + 1, sizeof(Met));
    session->slots = FIRST_SLOTS;
    session->slot = malloc(FIRST_SLOTS * sizeof *session->slot);
    if (!session->scratch.met || !session->slot) {
        debar_free_session(session);
        return NULL;
    }
    memset(session->slot, 0xFF, FIRST_SLOTS * sizeof *session->slot);
    return session;
}

EXPORT int64_t debar_held(const Session *session) { return session->held; }

/* Keeps a word; gives its number, or -1 if memory ran out. */
EXPORT int32_t debar_keep(Session *session, const uint8_t *text, int32_t length, const int32_t *classes, int32_t n)
{
    if (grow32((void **)&session->kept, &session->kept_room, session->n_kept + 1, sizeof *session->kept)) return -1;
    size_t size = sizeof(Kept) + (size_t)n * sizeof(int32_t) + 6 * (size_t)length + 5 * LONGEST_COMPARED + 16;
    Kept *kept = calloc(1, size);
    if (!kept) return -1;
    int32_t *own_classes = (int32_t *)(kept + 1);
    uint8_t *own_text = (uint8_t *)(own_classes + n);
    if (n) memcpy(own_classes, classes, (size_t)n * sizeof *classes);
    memcpy(own_text, text, (size_t)length);
    make_word(&kept->word, own_text, length, own_classes, n, own_text + length);
    session->kept[session->n_kept] = kept;
    session->held += (int64_t)size + 64;
    return session->n_kept++;
}

static uint32_t hash_of(int kind, const uint8_t *text, int length)
{
    uint32_t hash = 2166136261u ^ (uint32_t)kind;
    for (int at = 0; at < length; at++) hash = (hash ^ text[at]) * 16777619u;
    return hash ^ hash >> 15;
}

static const Lesson *lesson_of(const Session *session, int kind, const uint8_t *text, int length)
{
    uint32_t hash = hash_of(kind, text, length), mask = (uint32_t)session->slots - 1;
    for (uint32_t at = hash & mask; session->slot[at] >= 0; at = (at + 1) & mask) {
        const Lesson *lesson = &session->lesson[session->slot[at]];
        if (lesson->hash == hash && lesson->kind == kind && same_bytes(session->texts + lesson->text, lesson->length, text, length)) return lesson;
    }
    return NULL;
}

static void place_lesson(Session *session, int32_t n)
{
    uint32_t mask = (uint32_t)session->slots - 1, at = session->lesson[n].hash & mask;
    while (session->slot[at] >= 0) at = (at + 1) & mask;
    session->slot[at] = n;
}

/* Teaches what a word of a kind is; gives 0, or -1 if memory ran out. */
EXPORT int32_t debar_teach(Session *session, int32_t kind, const uint8_t *text, int32_t length, int32_t word, int32_t role, int32_t weight, int32_t flags, int32_t form, int32_t also, int32_t start_form)
{
    if (lesson_of(session, kind, text, length)) return 0;
    int64_t room = session->texts_room;
    if (grow32((void **)&session->lesson, &session->lesson_room, session->n_lessons + 1, sizeof *session->lesson)) return -1;
    if (grow((void **)&session->texts, &room, (int64_t)session->n_texts + length, 1)) return -1;
    session->texts_room = (uint32_t)room;
    if (2 * (session->n_lessons + 1) > session->slots) {
        int32_t *slot = malloc(2 * (size_t)session->slots * sizeof *slot);
        if (!slot) return -1;
        free(session->slot);
        session->slot = slot, session->slots *= 2;
        memset(slot, 0xFF, (size_t)session->slots * sizeof *slot);
        for (int32_t n = 0; n < session->n_lessons; n++) place_lesson(session, n);
    }
    memcpy(session->texts + session->n_texts, text, (size_t)length);
    session->lesson[session->n_lessons] = (Lesson){hash_of(kind, text, length), word, form, also, start_form, session->n_texts, (uint16_t)length, (uint16_t)flags, (uint8_t)kind, (uint8_t)role, (uint8_t)weight};
    session->n_texts += (uint32_t)length;
    session->held += length + (int64_t)sizeof(Lesson) + 8;
    place_lesson(session, session->n_lessons++);
    return 0;
}

/* ---- plain names ---- */

typedef struct { uint8_t text[2 * LONGEST_NAME]; int n, at[MOST_WORDS], length[MOST_WORDS], family; uint32_t hyphened; uint64_t raw; } Split;

/* Whether a quotation mark follows the first word: it may be a legal form then. */
static int form_before_quote(const uint8_t *text, int n)
{
    int at = 0;
    while (at < n && (is_upper(text[at]) || is_lower(text[at]))) at++;
    if (at < 2 || at > 6) return 0;
    while (at < n && text[at] == ' ') at++;
    return at < n && (text[at] == '\'' || text[at] == '"');
}

static int put_word(Split *out, int begin, int length)
{
    if (out->n == MOST_WORDS) return -1;
    out->at[out->n] = begin, out->length[out->n++] = length;
    return 0;
}

/* The words of a name in lower case; 0 where its writing has anything that plain names have not. */
static int split(const uint8_t *raw, int64_t length, int group, int most_words, Split *out)
{
    uint8_t cased[LONGEST_NAME + 2], folded[LONGEST_NAME];
    int n = 0, spaces = 0, lower = 0;
    if (length < 1 || length > LONGEST_NAME - 8) return 0;
    for (int64_t at = 0; at < length; at++) {
        uint8_t c = raw[at];
        if (c < ' ' || c > '~' || (c >= '0' && c <= '9') || c == '_' || c == '?') return 0;
        if (most_words <= FEW_WORDS && (c == '/' || c == ':' || c == ';')) return 0; /* perhaps a line of text */
        if (c == ' ') {
            spaces++;
            if (n && cased[n - 1] != ' ') cased[n++] = ' ';
            continue;
        }
        cased[n++] = c;
        lower |= is_lower(c);
    }
    while (n && cased[n - 1] == ' ') n--;
    if (!n || spaces + 1 > most_words || (group == ORGANISATION && form_before_quote(cased, n))) return 0;
    cased[n] = ' ';
    for (int at = 0; at < n; at++) folded[at] = is_upper(cased[at]) ? cased[at] + 32 : cased[at];
    out->raw = written_key(folded, n);
    int used = 0, begin = -1, run = 0, consonants = 0, comma = 0, apart = 0, singles = 0; /* run: letters up to an apostrophe, consonants: capital ones */
    out->n = 0, out->family = 0, out->hyphened = 0;
    for (int at = 0; at <= n; at++) {
        uint8_t c = cased[at];
        if (is_upper(c) || is_lower(c)) {
            if (at && is_upper(c) && is_lower(cased[at - 1])) return 0; /* a capital inside a word */
            if (begin < 0) begin = used;
            run++, consonants += is_upper(c) && !strchr("AEIOUY", c);
            out->text[used++] = folded[at];
            continue;
        }
        if (group == PERSON && lower && (run == 2 || run == 3) && consonants == run) return 0; /* initials */
        if (run) singles = run == 1 ? singles + 1 : 0;
        if (singles == LETTERS_APART) return 0; /* letters that stand apart may hide a word */
        run = consonants = 0;
        if (c == '\'' || c == '`') continue; /* what stands beside an apostrophe is one word */
        if (begin >= 0) {
            apart = used - begin == 1 ? apart + 1 : 0;
            /* A letter that may be a numeral: "Capital Partners V L.P." */
            if (group == ORGANISATION && apart > 1 && begin > 1 && is_in(out->text[begin - 1], "ivx")) return 0;
            if (group == ORGANISATION && apart > 1) out->length[out->n - 1]++; /* "S.A.": letters in a row are one abbreviation */
            else if (put_word(out, begin, used - begin)) return 0;
            begin = -1;
        }
        if (c == '-') { /* the words on both its sides */
            if (out->n) out->hyphened |= 1u << (out->n - 1);
            if (out->n < MOST_WORDS) out->hyphened |= 1u << out->n;
        }
        if (c == '&' && group == ORGANISATION) {
            memcpy(out->text + used, "and", 3);
            if (put_word(out, used, 3)) return 0;
            used += 3, apart = 0;
        }
        if (c == ',' && !comma++ && at + 1 < n && group == PERSON) out->family = out->n;
    }
    return out->n > 0;
}

static int is_family(const Split *name, int at)
{
    for (int k = 0; k < name->family; k++)
        if (k == at || same_bytes(name->text + name->at[k], name->length[k], name->text + name->at[at], name->length[at])) return 1;
    return 0;
}

static int add_unknown(Session *session, int kind, const uint8_t *text, int length)
{
    if (grow((void **)&session->unknown, &session->unknown_room, session->n_unknown + length + 2, 1)) return -1;
    session->unknown[session->n_unknown++] = (uint8_t)('0' + kind);
    memcpy(session->unknown + session->n_unknown, text, (size_t)length);
    session->n_unknown += length;
    session->unknown[session->n_unknown++] = '\n';
    return 0;
}

/* Takes legal forms off both ends, as debar.names.forms.cut does. */
typedef struct { int left, right, forms, unknown; int32_t form[2 * MOST_WORDS]; } Cut;

static void add_form(Cut *cut, int32_t form)
{
    for (int k = 0; k < cut->forms; k++)
        if (cut->form[k] == form) return;
    cut->form[cut->forms++] = form;
}

/* Gives -1 if memory ran out, 0 where forms may stand otherwise than is known here. */
static int cut_forms(Session *session, const Split *name, const Lesson **lesson, Cut *cut)
{
    *cut = (Cut){.right = name->n};
    while (cut->right > 1 && lesson[cut->right - 1]->flags & END_NODE) {
        int last = cut->right - 1, size = 1;
        const Lesson *one = lesson[last];
        if (last > 1 && lesson[last - 1]->flags & INNER) { /* a form of two words, perhaps */
            uint8_t both[2 * LONGEST_NAME];
            int n = name->length[last - 1], m = name->length[last];
            if (n + m + 1 > LONGEST_NAME) return 0;
            memcpy(both, name->text + name->at[last - 1], (size_t)n);
            both[n] = ' ';
            memcpy(both + n + 1, name->text + name->at[last], (size_t)m);
            const Lesson *pair = lesson_of(session, FORM_PAIR, both, n + 1 + m);
            if (!pair) {
                cut->unknown = 1;
                return add_unknown(session, FORM_PAIR, both, n + 1 + m) ? -1 : 1;
            }
            if (pair->flags & INNER && last > 2 && lesson[last - 2]->flags & INNER) return 0; /* of three */
            if (pair->form >= 0) size = 2, one = pair;
        }
        if (one->form < 0) break;
        add_form(cut, one->form);
        if (one->also >= 0) add_form(cut, one->also); /* some forms are of two kinds */
        cut->right -= size;
    }
    while (cut->right - cut->left > 1 && lesson[cut->left]->flags & START_NODE) {
        if (cut->left + 2 < cut->right && lesson[cut->left + 1]->flags & INNER_START) return 0;
        if (lesson[cut->left]->start_form < 0) break;
        add_form(cut, lesson[cut->left]->start_form);
        cut->left++;
    }
    if (!cut->forms && cut->right - cut->left > 1 && lesson[cut->right - 1]->flags & GLUED) return 0;
    for (int k = cut->left + 1; k < cut->right - 1; k++)
        if (lesson[k]->flags & MIDDLE) return 0;
    return 1;
}

/* Whether the last word may be the acronym of those before it. */
static int may_be_acronym(const Split *name, const Lesson **lesson, int left, int right)
{
    int n = right - left;
    if (n < 4 || name->length[right - 1] < 3 || name->length[right - 1] > n + 1) return 0;
    for (int k = left; k < right - 1; k++)
        if (lesson[k]->role != 'p') return name->text[name->at[k]] == name->text[name->at[right - 1]];
    return 0;
}

static void promote(Token *token, int n)
{
    int best = 0, any = 0;
    for (int k = 0; k < n; k++) {
        if (is_in(token[k].role, "nfrd")) return;
        if (token[k].role != 'e' && token[k].weight > best) best = token[k].weight; /* an issue's number is no name of the house */
    }
    for (int k = 0; k < n; k++) any |= 3 * token[k].weight >= 2 * best && !is_in(token[k].role, "xpe");
    for (int k = 0; k < n; k++) {
        int taken = any ? 3 * token[k].weight >= 2 * best && !is_in(token[k].role, "xpe") : token[k].weight == best;
        if (taken) token[k].role = 'n', token[k].weight = PROMOTED_WEIGHT;
    }
}

static int add_question(Session *session, const Token *token, int n, int owner, int group, uint64_t raw, const uint8_t *allowed)
{
    if (grow32((void **)&session->question, &session->question_room, session->n_questions + 1, sizeof *session->question)) return -1;
    if (grow((void **)&session->token, &session->token_room, session->n_tokens + n, sizeof *session->token)) return -1;
    if (n) memcpy(session->token + session->n_tokens, token, (size_t)n * sizeof *token);
    session->question[session->n_questions++] = (Question){session->n_tokens, owner, (uint8_t)n, (uint8_t)group, raw, allowed};
    session->n_tokens += n;
    return 0;
}

/* How names are asked for: as whose, of how many words at most, and among which listed ones. */
typedef struct { int32_t group, most_words; const uint8_t *allowed; } Kind;

static int read_plain(Session *session, const uint8_t *text, int64_t length, const Kind *asked, int owner)
{
    Split name;
    Written plain;
    uint64_t raw = 0; /* of the writing, where that is not the plain one */
    int group = asked->group;
    Cut cut;
    const Lesson *lesson[MOST_WORDS];
    Token token[3 * MOST_WORDS];
    if (!is_ascii(text, length)) {
        if (!without_accents(text, length, &plain, &raw)) return LEFT;
        text = plain.text, length = plain.n;
    }
    if (!split(text, length, group, asked->most_words, &name)) return LEFT;
    if (!raw) raw = name.raw;
    int missing = 0, left = 0, names = 0, titles = 0, fathers = 0, n = 0;
    for (int at = 0; at < name.n; at++) {
        int kind = group == PERSON ? PERSON_WORD : group == ORGANISATION ? ORGANISATION_WORD : OBJECT_WORD;
        if (group == PERSON && is_family(&name, at)) kind = FAMILY_WORD;
        else if (group == PERSON && at && lesson[at - 1] && lesson[at - 1]->flags & NASAB) kind = AFTER_NASAB;
        lesson[at] = lesson_of(session, kind, name.text + name.at[at], name.length[at]);
        if (!lesson[at]) {
            missing = 1;
            if (add_unknown(session, kind, name.text + name.at[at], name.length[at])) return -1;
        } else
            left |= (lesson[at]->flags & LEFT_TO_PYTHON) || (lesson[at]->flags & BOUND && name.hyphened >> at & 1);
    }
    if (left) return LEFT;
    if (missing) return NEW_WORDS;
    cut = (Cut){.right = name.n};
    if (group == ORGANISATION) {
        int known = cut_forms(session, &name, lesson, &cut);
        if (known <= 0) return known < 0 ? -1 : LEFT;
        if (cut.unknown) return NEW_WORDS;
        if (cut.right - cut.left + cut.forms > MOST_WORDS || may_be_acronym(&name, lesson, cut.left, cut.right)) return LEFT;
    }
    int issues = 0;
    for (int at = cut.left + 1; at < cut.right && cut.right - cut.left > 2; at++) issues |= lesson[at]->flags & ISSUING;
    if (issues && name.length[cut.right - 1] == 1 && is_in(name.text[name.at[cut.right - 1]], "ivx")) return LEFT;
    for (int at = cut.left; at < cut.right; at++) {
        const Lesson *one = lesson[at];
        if (group != PERSON && at > cut.left && one->flags & NUMERAL) { /* "II" after the first word is a number */
            one = lesson_of(session, LATER_WORD, name.text + name.at[at], name.length[at]);
            if (!one) return add_unknown(session, LATER_WORD, name.text + name.at[at], name.length[at]) ? -1 : NEW_WORDS;
        }
        token[n] = (Token){one->word, one->role, one->weight};
        if (issues && n && one->role == 'd') token[n].role = 'e', token[n].weight = ISSUE_WEIGHT;
        n++;
        names += is_in(one->role, "nf"), titles += one->role == 't', fathers += one->role == 'r';
    }
    for (int k = 0; k < cut.forms; k++) token[n++] = (Token){cut.form[k], 'x', FORM_WEIGHT};
    /* An honorific beside one name is a name, and so is what looks like a patronymic. */
    if (group == PERSON && names < 2 && (titles || fathers)) return LEFT;
    promote(token, n);
    return add_question(session, token, n, owner, group, raw, asked->allowed) ? -1 : READ;
}

/* Begins anew and reads the plain ones of so many names, each of which ends in 0; `kind` tells for each how it is asked for.
 * `status` tells for each whether it was read, is left to Python, or has words that must be taught first. Gives how many wait
 * to be taught, or -1 if memory ran out. */
EXPORT int64_t debar_read(Session *session, int32_t names, const uint8_t *text, const uint16_t *kind, const Kind *kinds, uint8_t *status)
{
    int64_t waiting = 0;
    session->n_questions = 0, session->n_tokens = 0, session->n_unknown = 0;
    for (int32_t n = 0; n < names; n++) {
        int64_t length = (int64_t)strlen((const char *)text);
        int found = read_plain(session, text, length, &kinds[kind[n]], n);
        if (found < 0) return -1;
        status[n] = (uint8_t)found;
        waiting += found == NEW_WORDS;
        text += length + 1;
    }
    return waiting;
}

EXPORT const uint8_t *debar_unknown(const Session *session, int64_t *size)
{
    *size = session->n_unknown;
    return session->unknown;
}

/* A name that Python has read; the words by their numbers. */
EXPORT int32_t debar_add(Session *session, int32_t owner, int32_t group, uint64_t raw, const uint8_t *allowed, int32_t n, const int32_t *word, const uint8_t *role, const uint8_t *weight)
{
    Token token[MOST_WORDS];
    for (int k = 0; k < n; k++) token[k] = (Token){word[k], role[k], weight[k]};
    return add_question(session, token, n, owner, group, raw, allowed);
}

/* ---- for tests ---- */

EXPORT int32_t debar_questions(const Session *session) { return session->n_questions; }

EXPORT void debar_question(const Session *session, int32_t place, int64_t *head, int32_t *word, uint8_t *role, uint8_t *weight)
{
    const Question *question = &session->question[place];
    const int64_t found[4] = {question->owner, question->group, question->n, (int64_t)question->raw};
    memcpy(head, found, sizeof found);
    for (int k = 0; k < question->n; k++) {
        const Token *token = &session->token[question->first + k];
        word[k] = token->word, role[k] = token->role, weight[k] = token->weight;
    }
}
