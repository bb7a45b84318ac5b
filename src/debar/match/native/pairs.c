/* Names in pairs, whatever an index would find of them: what the prices are fitted with, and what evidence is put into words
 * from. Part of kernel.c. */

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

static void compare_words(const Name *one, const Name *two, Grid *grid)
{
    for (int i = 0; i < one->n; i++)
        for (int j = 0; j < two->n; j++) {
            int level;
            grid->degree[i][j] = (uint16_t)likeness(one->word[i], two->word[j], &level);
            grid->level[i][j] = (uint8_t)level;
        }
}

/* Scores `n` pairs of the questions of two sessions at given prices. */
EXPORT void debar_pairs(const Session *asked, const Session *listed, const int32_t *query, const int32_t *other, int64_t n, const int32_t *prices, int32_t *scores, int32_t *rarities)
{
    for (int64_t k = 0; k < n; k++) {
        Name one, two;
        Grid grid;
        scores[k] = rarities[k] = 0;
        if (!take_name(&one, asked, query[k]) || !take_name(&two, listed, other[k])) continue;
        compare_words(&one, &two, &grid);
        scores[k] = align(&one, &two, &grid, asked->question[query[k]].group, prices, &rarities[k]);
    }
}

/* Lays a name, given by words that the session keeps, beside a name of the index. `out` is given the score, the words taken on
 * either side, the cap, whether all is the same, the rarity, and how many differences and pairs there are; then each difference
 * with its cost, and for each pair where it begins and how long it is on either side, its degree and its level. Gives how many
 * numbers those are, or -1 where the index has no words of the name. */
EXPORT int32_t debar_beside(const Index *index, const Session *session, const int32_t *words, const char *roles, const uint8_t *weights, int32_t size, int32_t place, int32_t group, int32_t *out)
{
    Name query, listed;
    Grid grid;
    Way chosen[MOST_WORDS];
    Account account = {.n = 0};
    uint32_t taken, listed_taken;
    const Facts *facts = &index->facts[place];
    const Token *token = &index->tokens[facts->first];
    if (!facts->n || size < 1 || size > MOST_WORDS) return -1;
    query.n = size, query.total = 0, listed.n = facts->n, listed.total = facts->total;
    for (int i = 0; i < size; i++) {
        query.word[i] = &session->kept[words[i]]->word, query.role[i] = (uint8_t)roles[i];
        query.total += query.weight[i] = weights[i];
    }
    for (int j = 0; j < listed.n; j++)
        listed.word[j] = &index->words[token[j].word], listed.role[j] = token[j].role, listed.weight[j] = token[j].weight;
    compare_words(&query, &listed, &grid);
    int n = pair_words(&query, &listed, &grid, group, chosen, &taken, &listed_taken);
    int32_t *next = out + 8;
    out[0] = weigh(&query, &listed, chosen, n, taken, listed_taken, group, index->a.prices, NULL, &account);
    out[1] = (int32_t)taken, out[2] = (int32_t)listed_taken, out[3] = account.cap, out[4] = account.exact, out[5] = account.rarity;
    out[6] = account.n, out[7] = n;
    for (int k = 0; k < account.n; k++) *next++ = account.difference[k], *next++ = account.cost[k];
    for (int k = 0; k < n; k++) {
        const Way *way = &chosen[k];
        *next++ = way->i, *next++ = way->n, *next++ = way->j, *next++ = way->m, *next++ = way->degree, *next++ = way->level;
    }
    return (int32_t)(next - out);
}
