package chronology

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
)

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
	return sealedJSON(noted{k.Words.Reveal(), k.About.Reveal()})
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
