/* Two names side by side, and what their differences cost. Part of kernel.c; the twin of alignment.py and costs.py. */

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

/* Whether a name says of what legal form it is: "company" may be of any. */
static int states_form(const Name *name)
{
    for (int at = 0; at < name->n; at++)
        if (name->role[at] == 'x' && !is_text(name->word[at], "+co")) return 1;
    return 0;
}

/* What legal forms that differ cost: the place of the price, or -1. */
static int differing_forms(const Name *one, const Name *other)
{
    if (!places_of(one, 'x') || !places_of(other, 'x') || forms_agree(one, other)) return -1;
    return states_form(one) && states_form(other) ? P_FORM : P_UNSTATED_FORM;
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

/* What each difference cost, in the order in which it was looked at, for who puts it into words. */
typedef struct {
    int32_t difference[PRICES], cost[PRICES];
    int n, cap, exact, rarity;
} Account;

static int spend(Account *account, int difference, int cost)
{
    if (account && cost) account->difference[account->n] = difference, account->cost[account->n++] = cost;
    return cost;
}

static int thinness(const int32_t *price, int which, int missing)
{
    int cost = price[which] * missing / 100;
    return cost < price[P_THIN_MOST] ? cost : price[P_THIN_MOST];
}

static int larger(int one, int other) { return one > other ? one : other; }

static int corporate(const Side *one, const Side *other, const Way *chosen, int n, int full, const int32_t *price, Account *account)
{
    int cost = 0;
    if (one->heaviest && other->heaviest) cost += spend(account, P_CONFLICT, price[P_CONFLICT]);
    else if (one->place && other->place) cost += spend(account, P_OTHER_PLACE, price[P_OTHER_PLACE]);
    else if (larger(one->heaviest, one->general) >= TELLING_GENERIC && larger(other->heaviest, other->general) >= TELLING_GENERIC) cost += spend(account, P_OTHER_WORD, price[P_OTHER_WORD]);
    else if (one->place || other->place) cost += spend(account, one->place ? P_QUERY_PLACE : P_LISTED_PLACE, price[one->place ? P_QUERY_PLACE : P_LISTED_PLACE]);
    else if (larger(one->general, other->general) >= TELLING_GENERIC) cost += spend(account, one->general >= TELLING_GENERIC ? P_QUERY_WORD : P_LISTED_WORD, price[one->general >= TELLING_GENERIC ? P_QUERY_WORD : P_LISTED_WORD]);
    else if (one->general || other->general) cost += spend(account, P_FILLER, price[P_FILLER]);
    if ((one->heaviest || other->heaviest) && !full) cost += spend(account, P_CORE, price[P_CORE]);
    int form = differing_forms(one->name, other->name);
    if (form >= 0) cost += spend(account, form, price[form]);
    if (out_of_order(chosen, n)) cost += spend(account, P_ORDER, price[P_ORDER]);
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

/* What a pair of words at this place or places says of who is meant, before its degree. */
static int says(uint8_t role, uint8_t other_role, int least, int group)
{
    if (group == PERSON) return is_in(role, FULL) && is_in(other_role, FULL) ? larger(0, least - COMMONEST) : 0;
    return is_in(role, UNCOUNTED) || is_in(other_role, UNCOUNTED) ? 0 : least;
}

static int borne_by(int shared, const int32_t *price)
{
    return shared < price[P_RARE] ? price[P_RARITY] * (price[P_RARE] - shared) / 100 : 0;
}

/* What a name loses against itself: the rarity of names that are written alike, however a list divides the letters. */
static int own_rarity(const Name *name, int group, const int32_t *prices)
{
    int shared = 0;
    for (int at = 0; at < name->n; at++) shared += says(name->role[at], name->role[at], name->weight[at], group);
    return name->n ? borne_by(shared, prices + group * PRICES) : 0;
}

/* Which words meet, the best likeness first, and which are taken on either side. */
static int pair_words(const Name *query, const Name *listed, const Grid *grid, int group, Way *chosen, uint32_t *taken, uint32_t *listed_taken)
{
    Ways ways;
    ways.n = 0;
    for (int i = 0; i < query->n; i++)
        for (int j = 0; j < listed->n; j++) {
            /* A name that on the other side repeats the first letters of the words before it: it answers to them all. */
            if (group == ORGANISATION && ((query->role[i] == 'n' && listed->role[j] == 'p') || (query->role[i] == 'p' && listed->role[j] == 'n'))) continue;
            if (grid->degree[i][j]) add_way(&ways, i, 1, j, 1, grid->degree[i][j], grid->level[i][j]);
            else if (may_be_initial(query, i, listed, j))
                add_way(&ways, i, 1, j, 1, INITIAL_DEGREE, INITIAL);
        }
    int n = assign(&ways, chosen, taken, listed_taken);
    uint32_t every = query->n == 32 ? ~0u : (1u << query->n) - 1, listed_every = listed->n == 32 ? ~0u : (1u << listed->n) - 1;
    uint32_t open = every & ~*taken & ~places_of(query, 'x'), listed_open = listed_every & ~*listed_taken & ~places_of(listed, 'x');
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
        if (ways.n > before) n = assign(&ways, chosen, taken, listed_taken);
    }
    return n;
}

/* The score of names whose words are paired. `account` may be NULL. */
static int weigh(const Name *query, const Name *listed, const Way *chosen, int n, uint32_t taken, uint32_t listed_taken, int group, const int32_t *prices, int32_t *rarity, Account *account)
{
    const int32_t *price = prices + group * PRICES;
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
        shared += says(role, other_role, least, group) * way->degree / 1000;
        int mine = any_full(query, way->i, way->n), theirs = any_full(listed, way->j, way->m);
        int is_full = group == PERSON ? mine && theirs : mine || theirs;
        full += is_full;
        if (is_full && way->level != INITIAL && !telling++) first = way;
        counted += !is_in(query->role[way->i], UNCOUNTED) && !is_in(listed->role[way->j], UNCOUNTED);
        common &= all_common(query, way->i, way->n) || all_common(listed, way->j, way->m);
    }
    int both = one.share < other.share ? one.share : other.share;
    int score = EXACT - spend(account, P_UNLIKE, unlike) - spend(account, P_CONTRADICTION, price[P_CONTRADICTION] * both / 1000);
    score -= spend(account, P_QUERY, price[P_QUERY] * (one.share - both) / 1000);
    score -= spend(account, P_LISTED, price[P_LISTED] * (other.share - both) / 1000);
    if (group == PERSON) {
        if ((one.heaviest >= INFORMATIVE && other.heaviest >= INFORMATIVE) || other_abd(&one, &other, chosen, n)) score -= spend(account, P_CONFLICT, price[P_CONFLICT]);
        else if ((one.initial && other.heaviest) || (other.initial && one.heaviest)) score -= spend(account, P_INITIAL, price[P_INITIAL]);
        uint8_t there = later(&one, &other, chosen, n, 0), back = later(&other, &one, chosen, n, 1);
        if (there == 'r' || back == 'r' || crossed(query, listed, chosen, n, 'r')) score -= spend(account, P_SON, price[P_SON]);
        if (crossed(query, listed, chosen, n, 'f')) score -= spend(account, P_GIVEN, price[P_GIVEN]);
        if (there == 'n' || back == 'n') score -= spend(account, P_GIVEN_NAME, price[P_GIVEN_NAME]);
        if (of_other_sex(query, listed, chosen, n)) score -= spend(account, P_SEX, price[P_SEX]);
        if (one.family || other.family) score -= spend(account, P_FAMILY, price[P_FAMILY]);
        else if (one.head || other.head) score -= spend(account, P_FIRST_FAMILY, price[P_FIRST_FAMILY]);
        if ((one.heaviest || other.heaviest) && common) score -= spend(account, P_COMMON, price[P_COMMON]);
    } else
        score -= corporate(&one, &other, chosen, n, full, price, account);
    if (one.number != other.number) score -= spend(account, P_NUMBER, price[P_NUMBER]);
    if (!exact) {
        int more = one.heaviest || other.heaviest, enough = price[P_ENOUGH];
        int smaller = query->total < listed->total ? query->total : listed->total;
        if (!more && smaller < enough) enough = smaller;
        int which = more ? P_THIN : P_THIN_ALIKE;
        if (met < enough) score -= spend(account, which, thinness(price, which, enough - met));
    }
    if (!exact) {
        int cap = EXACT;
        if (one.number && other.number) cap = CAP_NUMBER;
        else if (!telling) cap = n < FEW_GENERIC ? CAP_NONE : EXACT;
        else if (telling == 1) {
            if (group == PERSON && (one.heaviest || other.heaviest)) cap = CAP_SINGLE;
            else if (counted - (!is_in(query->role[first->i], UNCOUNTED) && !is_in(listed->role[first->j], UNCOUNTED)) == 0 && first->degree < SURE
                     && first->level != ACRONYM && shorter_letters(query, listed, first) < (first->level == SOUND && first->degree < GOOD ? SHORTEST_SOUND : SHORTEST_SURE))
                cap = CAP_SOUND;
        }
        if (score > cap) score = cap;
        if (account && cap < EXACT) account->cap = cap;
    }
    int borne = borne_by(shared, price);
    if (rarity) *rarity = borne;
    if (account) account->exact = exact, account->rarity = borne;
    if (score > LINE) score -= spend(account, P_RARITY, borne * (score - LINE) / (EXACT - LINE));
    return score < 0 ? 0 : score;
}

/* `rarity` is given what an exact name would lose for being borne by many, where somebody asks. */
static int align(const Name *query, const Name *listed, const Grid *grid, int group, const int32_t *prices, int32_t *rarity)
{
    Way chosen[MOST_WORDS];
    uint32_t taken, listed_taken;
    int n = pair_words(query, listed, grid, group, chosen, &taken, &listed_taken);
    return weigh(query, listed, chosen, n, taken, listed_taken, group, prices, rarity, NULL);
}
