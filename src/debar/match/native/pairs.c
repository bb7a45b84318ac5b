/* Names in pairs, whatever an index would find of them: what the prices are fitted with. Part of kernel.c. */

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
