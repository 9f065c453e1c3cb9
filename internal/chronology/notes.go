package chronology

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
)

// notes are what the person, and the team, put to the entries of the line.
type notes struct {
	starred  map[string]bool
	own      map[string]bool // entries with a comment of the person
	comments map[string]int  // that the person may see
	tags     map[string][]tag
}

// tag is a word or two that the team put to an entry.
type tag struct {
	ID, Entry string
	Words     seal.Text
}

// readers are those who see the notes of the team: those who write them, also
// when the review is over. An agency's people never do.
var readers = access.Grants{{Roles: access.LeadOfficer | access.Reviewer | access.ReviewChair, Stages: access.From(access.SettingUp)},
	{Roles: access.TeamMember, Stages: access.From(access.Learning)}}

func seesNotes(c access.Case) bool { return has(c, readers) }

// has says that the person has one of the grants now: by a part that counts, and
// not by one in which they still have to declare, or that is in doubt.
func has(c access.Case, grants access.Grants) bool { return c.May(access.Rule{Who: grants}) }

// notesOf reads which entries have a note that the person may see. Of comments
// nothing is opened.
func notesOf(ctx context.Context, tx *db.Tx, c access.Case) (notes, error) {
	n := notes{starred: map[string]bool{}, own: map[string]bool{}, comments: map[string]int{}, tags: map[string][]tag{}}
	stars, err := db.All(ctx, tx, db.Column[string], `SELECT entry_id FROM chronology_star WHERE review_id = $1 AND account_id = $2`, c.Review(), c.Person())
	if err != nil {
		return n, fmt.Errorf("read the person's stars: %w", err)
	}
	for _, id := range stars {
		n.starred[id] = true
	}
	if _, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var entry, by string
		err := r.Scan(&entry, &by)
		n.comments[entry]++
		n.own[entry] = n.own[entry] || by == c.Person()
		return entry, err
	}, `
		SELECT entry_id, written_by FROM chronology_comment
		WHERE review_id = $1 AND removed_at IS NULL AND (level <> 'mine' OR written_by = $2)`, c.Review(), c.Person()); err != nil {
		return n, fmt.Errorf("count the comments: %w", err)
	}
	tags, err := tagsOf(ctx, tx, c)
	for _, t := range tags {
		n.tags[t.Entry] = append(n.tags[t.Entry], t)
	}
	return n, err
}

func tagsOf(ctx context.Context, tx *db.Tx, c access.Case) ([]tag, error) {
	tags, err := db.All(ctx, tx, func(r db.Row) (tag, error) {
		var t tag
		return t, r.Scan(&t.ID, &t.Entry, c.At(seal.Chronology, "chronology_tag", &t.ID).Open("content", &t.Words))
	}, `SELECT id, entry_id, content FROM chronology_tag WHERE review_id = $1 AND removed_at IS NULL ORDER BY added_at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the tags: %w", err)
	}
	return tags, nil
}

func (n notes) tagged(entry, folded string) bool {
	return slices.ContainsFunc(n.tags[entry], func(t tag) bool { return fold(t.Words.Reveal()) == folded })
}

// inUse are the tags that are in use, each once.
func (n notes) inUse() []form.Option {
	seen := map[string]string{}
	for _, ts := range n.tags {
		for _, t := range ts {
			if words := t.Words.Reveal(); seen[fold(words)] == "" || words < seen[fold(words)] {
				seen[fold(words)] = words
			}
		}
	}
	var all []form.Option
	for _, words := range seen {
		all = append(all, form.Option{Value: words, Label: words})
	}
	byLabel(all)
	return all
}

// byLabel puts options in the order of the alphabet, as people have it.
func byLabel(options []form.Option) {
	order := collate.New(language.BritishEnglish)
	slices.SortStableFunc(options, func(a, b form.Option) int { return order.CompareString(a.Label, b.Label) })
}
