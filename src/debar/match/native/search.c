/* Questions answered one after the other. Part of kernel.c. */

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

static int answer(const Index *index, Session *session, const Question *question, int least, int64_t most, int64_t enough, int weak_most, int exhaustive, int64_t *total)
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
        if (verbatim) score = EXACT - own_rarity(&name, group, index->a.prices); /* written alike is read alike, whatever a source says of the parts */
        else if (name.n && index->facts[place].n) score = score_name(index, &name, place, map, group, certain, least);
        if (score > weak_most && index->a.name_weak[place]) score = weak_most; /* where names decide, nothing confirms a weak one */
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
    int64_t shown = unique < most ? unique : most;
    if (enough > 0)
        while (shown > enough && own[shown - 1].score < own[enough - 1].score) shown--;
    *total += shown;
    return 0;
}

/* Answers the session's questions in turn, at most so many finds for each, best first, and after enough of them only equals
 * of the last. Gives how many were found, or -1 if memory ran out. */
EXPORT int64_t debar_search(const Index *index, Session *session, int32_t least, int64_t most, int64_t enough, int32_t weak_most, int32_t exhaustive)
{
    int64_t total = 0;
    for (int32_t q = 0; q < session->n_questions; q++)
        if (answer(index, session, &session->question[q], least, most, enough, weak_most, exhaustive, &total)) return -1;
    return total;
}

EXPORT const Found *debar_found(const Session *session) { return session->found; }
