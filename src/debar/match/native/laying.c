/* Listed names as an index keeps them: their words by number, and the keys of words in a row. Part of kernel.c; the twin of
 * debar.match.keys.name_keys. */

EXPORT int64_t debar_tokens(const Session *session) { return session->n_tokens; }

/* Writes of all questions, in their order, how many words each has and the key of its writing; of all their words the
 * numbers, roles and weights. */
EXPORT void debar_laid(const Session *session, int32_t *sizes, uint64_t *raw, int32_t *word, uint8_t *role, uint8_t *weight)
{
    for (int32_t q = 0; q < session->n_questions; q++) sizes[q] = session->question[q].n, raw[q] = session->question[q].raw;
    for (int64_t k = 0; k < session->n_tokens; k++) {
        const Token *token = &session->token[k];
        word[k] = token->word, role[k] = token->role, weight[k] = token->weight;
    }
}

/* The keys of words in a row written as one, and of an organisation's acronyms: at most 4 for a word and 2 * ENDINGS more. */
static int lay_keys(const Name *name, int group, uint32_t *keys)
{
    uint8_t text[LONGEST_COMPARED], pool[5 * LONGEST_COMPARED + 8], letters[MOST_LETTERS];
    int n = 0;
    for (int at = 0; at + 1 < name->n; at++) {
        int length = name->word[at]->length;
        if (length > LONGEST_JOINED || name->role[at] == 'x') continue;
        memcpy(text, name->word[at]->text, length);
        for (int k = at + 1; k < at + LONGEST_RUN && k < name->n && name->role[k] != 'x'; k++) {
            if (length + name->word[k]->length > LONGEST_JOINED) break;
            memcpy(text + length, name->word[k]->text, name->word[k]->length);
            length += name->word[k]->length;
            if (length < SHORTEST_JOINED) continue;
            Word joined;
            make_word(&joined, text, length, NULL, 0, pool);
            if (!joined.plain) {
                keys[n++] = key('%', text, length);
                continue;
            }
            keys[n++] = key('%', joined.squeezed, joined.n_squeezed);
            if (length <= LONGEST_READ || is_long(&joined)) keys[n++] = sound_key(&joined);
        }
    }
    for (int variant = 0; variant < 2 * ENDINGS && group == ORGANISATION; variant++) {
        int first, last, m = initials(name, variant, letters, &first, &last);
        if (m) keys[n++] = key('#', letters, m);
    }
    return n;
}

/* Writes of all questions, in their order, how many such keys each has, and the keys; gives how many there are. */
EXPORT int64_t debar_keys(const Session *session, int32_t *counts, uint32_t *keys)
{
    int64_t total = 0;
    for (int32_t q = 0; q < session->n_questions; q++) {
        const Question *question = &session->question[q];
        Name name = {.n = question->n};
        for (int k = 0; k < name.n; k++) {
            const Token *token = &session->token[question->first + k];
            name.word[k] = &session->kept[token->word]->word, name.role[k] = token->role;
        }
        counts[q] = lay_keys(&name, question->group, keys + total);
        total += counts[q];
    }
    return total;
}
