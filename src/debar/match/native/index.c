/* An index, opened, and the names in it that may answer a question, by bounds that rate none too low. Part of kernel.c. */

EXPORT Index *debar_open(const Arrays *arrays)
{
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
    } else if (score + 2 - price[P_FORM] < least) {
        int form = differing_forms(query, listed);
        if (form >= 0) score -= price[form];
    }
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
        int with_forms = listed_got + facts->total - facts->counted, least_got = got < with_forms ? got : with_forms;
        if (least_got < price[P_ENOUGH]) score -= thinness(price, P_THIN, price[P_ENOUGH] - least_got);
        if (group == PERSON && least_got < COMMON) score -= price[P_COMMON];
    }
    return score + 2 >= least;
}

static int score_name(const Index *index, const Name *query, int32_t place, const Map *map, int group, int certain, int least)
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
    if (index->a.name_weak[place]) score -= WEAK_DISCOUNT + WEAK_PER_RARITY * larger(0, rarity - WEAK_RARITY);
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
