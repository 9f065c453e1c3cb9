package chronology

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

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

// has says that the person has one of the grants now.
func has(c access.Case, grants access.Grants) bool {
	return slices.ContainsFunc(grants, func(g access.Grant) bool { return c.Is(g.Roles) && g.Stages.Has(c.Stage()) })
}

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

// level is for whom a comment is.
type level string

const (
	forMe     level = "mine"
	forTeam   level = "team"
	forReport level = "report"
)

// Words say for whom it is.
func (l level) Words() string {
	switch l {
	case forTeam:
		return "For the team"
	case forReport:
		return "For the report"
	}
	return "For you alone"
}

// Save says it on a button.
func (l level) Save() string {
	return map[level]string{forMe: "for me alone", forTeam: "for the team", forReport: "for the report"}[l]
}

// comment is what somebody noted to an entry, to the whole of it or to some of
// its words.
type comment struct {
	ID           string
	Level        level
	Version      int
	EntryVersion int // of the entry, when it was written
	Words, About seal.Text
	By           string
	Who          seal.Text
	At, Changed  time.Time
	Standing     string // what became of the words it is about
	Own          bool
}

// noted is what of a comment is sealed.
type noted struct {
	Words string `json:"words"`
	About string `json:"about,omitempty"`
}

func (k comment) sealed() (seal.Text, error) {
	b, err := json.Marshal(noted{k.Words.Reveal(), k.About.Reveal()})
	if err != nil {
		return seal.Text{}, fmt.Errorf("keep a comment: %w", err)
	}
	return seal.T(string(b)), nil
}

// commentsOn reads the comments on an entry that the person may see: others'
// own are as if they were not there.
func commentsOn(ctx context.Context, tx *db.Tx, c access.Case, e Entry) ([]comment, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (comment, error) {
		var k comment
		var words seal.Text
		if err := r.Scan(&k.ID, &k.Level, &k.Version, &k.EntryVersion, c.At(seal.Chronology, "chronology_comment", &k.ID).Open("content", &words),
			&k.By, &k.At, &k.Changed); err != nil {
			return k, err
		}
		var n noted
		if err := json.Unmarshal([]byte(words.Reveal()), &n); err != nil {
			return k, fmt.Errorf("comment %s cannot be read", k.ID)
		}
		k.Words, k.About, k.Own = seal.T(n.Words), seal.T(n.About), k.By == c.Person()
		return k, nil
	}, `
		SELECT id, level, version, entry_version, content, written_by, written_at, changed_at FROM chronology_comment
		WHERE review_id = $1 AND entry_id = $2 AND removed_at IS NULL AND (level <> 'mine' OR written_by = $3) ORDER BY written_at, id`,
		c.Review(), e.ID, c.Person())
	if err != nil {
		return nil, fmt.Errorf("read the comments on an entry: %w", err)
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Standing = all[i].standing(e)
		all[i].Who = nameOf(people, all[i].By)
	}
	return all, nil
}

func nameOf(people []access.Person, account string) seal.Text {
	for _, p := range people {
		if p.ID == account {
			return p.Name
		}
	}
	return seal.T("Somebody who has no part in the review now")
}

// standing says what became, since, of the words that the comment is about.
func (k comment) standing(e Entry) string {
	switch {
	case k.EntryVersion == e.Version:
		return ""
	case k.About.Empty():
		return "The entry was changed since."
	case e.has(k.About.Reveal()):
		return "The entry was changed since. These words are still in it."
	}
	return "The entry was changed since. These words are no longer in it."
}

// has says whether the words stand in the entry. Capitals, accents and line
// breaks count for nothing.
func (e Entry) has(words string) bool {
	plain := func(s string) string { return strings.Join(strings.Fields(fold(s)), " ") }
	return slices.ContainsFunc(append(e.parts(), part{"When", e.When.Reveal()}), func(p part) bool { return strings.Contains(plain(p.Words), plain(words)) })
}
