package chronology

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// openFor is how long a name stays open to whoever opened it.
const openFor = 15 * time.Minute

// openers are those who may read who stands behind a code of the chronology, each
// time for a reason: the lead officer, and the reviewer one name at a time.
var openers = access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Gathering)}, {Roles: access.Reviewer, Stages: whileOpen}}

// SeeNames is to read the line with the names that one has open. Each look is in
// the log with whose names they were.
type SeeNames struct{}

func (SeeNames) Rule() access.Rule {
	return access.Rule{Name: "chronology.names", Who: openers, Opens: seal.Chronology | seal.Identity}
}

// OpenNames is to open names to oneself for a quarter of an hour.
type OpenNames struct{}

func (OpenNames) Rule() access.Rule {
	return access.Rule{Name: "chronology.names-open", Who: openers, Opens: seal.Identity}
}

func namesRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology/names", names)
	web.Add(rs, "POST /reviews/{review}/chronology/names", openNames)
}

// piece is words, and where they are a code, the name that is open beside it.
type piece struct{ Words, Name seal.Text }

// reading is an entry as it is read with names.
type reading struct {
	When, Agency, Source seal.Text
	Event, Action, Seen  []piece
}

// named is somebody of the case whose name is open to the person.
type named struct {
	review.Known
	Until time.Time
}

type namesData struct {
	Form     *form.Form
	Review   string
	Ways     []look.Link
	Lead     bool
	Codes    []form.Option
	Open     []named
	Readings []reading
	Turn     look.Turn
}

var namesPage = web.NewPage[namesData](pages, "names.html")

func names(r *web.Request, p access.Pass[SeeNames]) (web.Answer, error) {
	ctx := r.Context()
	d := namesData{Form: form.New(), Review: p.Review(), Ways: WaysOf(r, p.Case, "chronology/names"), Lead: p.Is(access.LeadOfficer)}
	err := p.Read(ctx, func(tx *db.Tx) error {
		var err error
		if d.Codes, err = codes(ctx, tx, p.Case); err != nil {
			return err
		}
		if d.Open, err = openTo(ctx, tx, p.Case); err != nil || len(d.Open) == 0 {
			return err
		}
		es, err := Entries(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		es, d.Turn = sheetOf(es, review.Path(p.Case, "chronology/names"), r.Query("page"))
		for _, e := range es {
			d.Readings = append(d.Readings, e.reading(d.Open))
		}
		return nil
	})
	return namesPage.With(d), err
}

// codes are those of the people of the case, without a name.
func codes(ctx context.Context, tx *db.Tx, c access.Case) ([]form.Option, error) {
	os, err := db.All(ctx, tx, func(r db.Row) (form.Option, error) {
		var o form.Option
		return o, r.Scan(&o.Value, &o.Label)
	}, `SELECT id, code FROM review_person WHERE review_id = $1 ORDER BY code, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the codes: %w", err)
	}
	return os, nil
}

// openTo lists whose names are open to the person now, and no others.
func openTo(ctx context.Context, tx *db.Tx, c access.Case) ([]named, error) {
	type opened struct {
		person string
		until  time.Time
	}
	os, err := db.All(ctx, tx, func(r db.Row) (opened, error) {
		var o opened
		return o, r.Scan(&o.person, &o.until)
	}, `SELECT person_id, until_at FROM chronology_name_opened WHERE review_id = $1 AND account_id = $2 AND until_at > $3 ORDER BY until_at DESC`,
		c.Review(), c.Person(), tx.Now())
	if err != nil {
		return nil, fmt.Errorf("which names are open: %w", err)
	}
	if len(os) == 0 {
		return nil, nil
	}
	all, err := review.KnownPeople(ctx, tx, c)
	var open []named
	for _, k := range all {
		if i := slices.IndexFunc(os, func(o opened) bool { return o.person == k.ID }); i >= 0 {
			open = append(open, named{k, os[i].until})
			c.Touch(k.ID)
		}
	}
	return open, err
}

func (e Entry) reading(open []named) reading {
	return reading{When: e.When, Agency: seal.T(e.AgencyName), Source: e.Source, Event: pieces(e.Event, open), Action: pieces(e.Action, open), Seen: pieces(e.Seen, open)}
}

// pieces cuts a text after each code whose name is open.
func pieces(text seal.Text, open []named) []piece {
	words, from := text.Reveal(), 0
	var out []piece
	for i := 0; i < len(words); i++ {
		for _, k := range open {
			end := i + len(k.Code)
			if end <= len(words) && strings.EqualFold(words[i:end], k.Code) && !wordAt(strings.ToLower(words), i-1) && !wordAt(strings.ToLower(words), end) {
				out, from = append(out, piece{seal.T(words[from:end]), k.Name}), end
				i = end - 1
				break
			}
		}
	}
	if from < len(words) {
		out = append(out, piece{Words: seal.T(words[from:])})
	}
	return out
}

// openNames opens names for a reason: to the lead officer as many as they need,
// to the reviewer one at a time.
func openNames(r *web.Request, p access.Pass[OpenNames]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := namesData{Form: f, Review: p.Review(), Ways: WaysOf(r, p.Case, "chronology/names"), Lead: p.Is(access.LeadOfficer)}
	reason := seal.T(f.Line("reason", 300, "Say what you need it for. It is kept in the log."))
	err := p.Write(ctx, func(tx *db.Tx) error {
		var err error
		if d.Codes, err = codes(ctx, tx, p.Case); err != nil {
			return err
		}
		chosen := f.Choices("person", d.Codes, "Choose whose name you need.")
		if len(chosen) > 1 && !d.Lead {
			f.Refuse("person", "Choose one name. You may open another one after it, for a reason of its own.")
		}
		if !f.OK() {
			return errRefused
		}
		p.Note(reason)
		p.Touch(chosen...)
		return keepOpened(ctx, tx, p.Case, chosen, reason)
	})
	if err == errRefused {
		return namesPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "chronology/names")), err
}

func keepOpened(ctx context.Context, tx *db.Tx, c access.Case, people []string, reason seal.Text) error {
	for _, person := range people {
		id := db.NewID()
		if _, err := tx.Exec(ctx, `
			INSERT INTO chronology_name_opened (id, review_id, account_id, person_id, reason, opened_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, c.Review(), c.Person(), person, c.At(seal.Identity, "chronology_name_opened", &id).Seal("reason", reason), tx.Now(), tx.Now().Add(openFor)); err != nil {
			return fmt.Errorf("open a name: %w", err)
		}
	}
	return nil
}
