package chronology

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/chronology/line"
	"lr/internal/chronology/missed"
	"lr/internal/db"
	"lr/internal/seal"
)

// aside is a suggestion that a person set aside, as it was then.
type aside struct {
	ID, By     string
	Version    int
	At, BackAt time.Time
	Back       string
	Suggestion missed.Suggestion
	Reason     string
}

// Live says that nobody took it back.
func (a aside) Live() bool { return a.BackAt.IsZero() }

// asideWords are what of it is sealed.
type asideWords struct {
	Suggestion missed.Suggestion `json:"suggestion"`
	Reason     string            `json:"reason"`
}

func readAsides(ctx context.Context, tx *db.Tx, c access.Case, names map[string]string) ([]aside, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (aside, error) {
		var a aside
		var words seal.Text
		at := c.At(seal.Chronology, "chronology_aside", &a.ID)
		if err := r.Scan(&a.ID, &a.Version, at.Open("content", &words), &a.By, &a.At, &a.Back, &a.BackAt); err != nil {
			return a, err
		}
		var w asideWords
		if err := json.Unmarshal([]byte(words.Reveal()), &w); err != nil {
			return a, fmt.Errorf("suggestion %s cannot be read", a.ID)
		}
		a.Suggestion, a.Reason, a.By, a.Back = w.Suggestion, w.Reason, names[a.By], names[a.Back]
		return a, nil
	}, `SELECT id, version, content, set_by, set_at, back_by, back_at FROM chronology_aside WHERE review_id = $1 ORDER BY id DESC`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what was set aside: %w", err)
	}
	return all, nil
}

func insertAside(ctx context.Context, tx *db.Tx, c access.Case, s missed.Suggestion, reason string) error {
	words, err := sealedJSON(asideWords{s, reason})
	if err != nil {
		return err
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO chronology_aside (id, review_id, content, set_by, set_at) VALUES ($1, $2, $3, $4, $5)`,
		id, c.Review(), c.At(seal.Chronology, "chronology_aside", &id).Seal("content", words), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("set a suggestion aside: %w", err)
	}
	c.Touch(id)
	return nil
}

// rhythm is how often a person expects contact, and who said so.
type rhythm struct {
	missed.Rhythm
	Number int
	By     string
	At     time.Time
}

// rhythms gives what was last said of each service, and the number of the last
// that was said of any.
func rhythms(ctx context.Context, tx *db.Tx, c access.Case, names map[string]string) (map[string]rhythm, int, error) {
	out, last := map[string]rhythm{}, 0
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var id, agency string
		var words seal.Text
		var x rhythm
		at := c.At(seal.Chronology, "chronology_rhythm", &id)
		if err := r.Scan(&id, &x.Number, &agency, at.Open("content", &words), &x.By, &x.At); err != nil {
			return id, err
		}
		if err := json.Unmarshal([]byte(words.Reveal()), &x.Rhythm); err != nil {
			return id, fmt.Errorf("rhythm %s cannot be read", id)
		}
		x.By, last = names[x.By], x.Number
		out[x.Key()] = x
		return id, nil
	}, `SELECT id, number, agency_id, content, said_by, said_at FROM chronology_rhythm WHERE review_id = $1 ORDER BY number`, c.Review())
	if err != nil {
		return nil, 0, fmt.Errorf("list the rhythms: %w", err)
	}
	return out, last, nil
}

// asItsOwn stands for a service whose rhythm is told from its own entries again.
const asItsOwn = -1

func insertRhythm(ctx context.Context, tx *db.Tx, c access.Case, agency string, number int, r missed.Rhythm) error {
	words, err := sealedJSON(r)
	if err != nil {
		return err
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO chronology_rhythm (id, review_id, number, agency_id, content, said_by, said_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), number, agency, c.At(seal.Chronology, "chronology_rhythm", &id).Seal("content", words), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("keep a rhythm: %w", err)
	}
	c.Touch(id)
	return nil
}

// suggested is what may be missing, with what was said of it before.
type suggested struct {
	missed.Suggestion
	Before *aside // it was set aside, and changed since
	Was    *Gap   // it is in the register and ended there, and changed since
}

// Label names what kind of suggestion it is.
func (s suggested) Label() string { return labelled(suggestedKinds, string(s.Kind)) }

// register is what may be missing and what people said of it.
type register struct {
	entries  []Entry
	open     []suggested
	gaps     []Gap
	asides   []aside
	services []missed.Service
	rhythms  map[string]rhythm
	last     int // number of the last rhythm
}

func readRegister(ctx context.Context, tx *db.Tx, c access.Case) (register, error) {
	var g register
	names, err := accountNames(ctx, tx, c)
	if err != nil {
		return g, err
	}
	if g.entries, err = Entries(ctx, tx, c); err != nil {
		return g, err
	}
	if g.gaps, err = Gaps(ctx, tx, c); err != nil {
		return g, err
	}
	if g.asides, err = readAsides(ctx, tx, c, names); err != nil {
		return g, err
	}
	if g.rhythms, g.last, err = rhythms(ctx, tx, c, names); err != nil {
		return g, err
	}
	all, err := g.find(ctx, tx, c)
	if err != nil {
		return g, err
	}
	for _, s := range all {
		if x := g.standing(s); x != nil {
			g.open = append(g.open, *x)
		}
	}
	return g, nil
}

// find gives every suggestion, from memory while what it is worked out of is the same.
func (g *register) find(ctx context.Context, tx *db.Tx, c access.Case) ([]missed.Suggestion, error) {
	s, err := readTwins(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	groups, err := likelyTwins(ctx, tx, c, g.entries, s)
	if err != nil {
		return nil, err
	}
	var same [][]string
	marks := []string{fmt.Sprint(g.last)}
	for _, j := range s.joins {
		if j.Live() {
			var ids []string
			for _, a := range standJoined(g.entries, &j).All {
				ids = append(ids, a.ID)
			}
			same, marks = append(same, ids), append(marks, j.ID)
		}
	}
	for _, a := range s.aparts {
		marks = append(marks, fmt.Sprint(a.ID, a.Version))
	}
	for _, x := range groups {
		same = append(same, x.IDs)
	}
	if g.services, err = ofLine(ctx, tx, c, "services", missed.Services); err != nil {
		return nil, err
	}
	var given []missed.Rhythm
	for _, r := range g.rhythms {
		if r.Days != asItsOwn {
			given = append(given, r.Rhythm)
		}
	}
	return ofLineAnd(ctx, tx, c, "missing", strings.Join(marks, " "), func(es []line.Event) []missed.Suggestion { return missed.Find(es, given, same) })
}

// standing is the suggestion as it waits for a decision, or nil where somebody
// decided and nothing material changed since.
func (g *register) standing(s missed.Suggestion) *suggested {
	out := suggested{Suggestion: s}
	for i := range g.gaps {
		if was := g.gaps[i].Suggestion; was != nil && s.Is(*was) {
			if !g.gaps[i].Ended() || !s.Changed(*was) {
				return nil
			}
			out.Was = &g.gaps[i]
		}
	}
	for i := range g.asides {
		if a := &g.asides[i]; a.Live() && s.Is(a.Suggestion) {
			if !s.Changed(a.Suggestion) {
				return nil
			}
			if out.Before == nil {
				out.Before = a
			}
		}
	}
	return &out
}

// by finds the suggestion that a form names.
func (g *register) by(mark string) *suggested {
	for i := range g.open {
		if g.open[i].Mark() == mark {
			return &g.open[i]
		}
	}
	return nil
}

// agencyID is the id of an agency of the line, by name.
func (g *register) agencyID(name string) string {
	for _, e := range g.entries {
		if e.AgencyName == name {
			return e.Agency
		}
	}
	return ""
}
