package chronology

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/anonymity"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

var lead = access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Gathering)}}

// Standing is to see where names still stand in what agencies released; Mask is
// to have words read as a code that are not certain to be a name, or to take that
// back.
type Standing struct{}

func (Standing) Rule() access.Rule {
	return access.Rule{Name: "chronology.names-standing", Who: lead, Opens: seal.Chronology | seal.Identity}
}

type Mask struct{}

func (Mask) Rule() access.Rule {
	return access.Rule{Name: "chronology.names-mask", Who: lead, Opens: seal.Chronology | seal.Identity}
}

func standingRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology/names-standing", standing)
	web.Add(rs, "POST /reviews/{review}/chronology/names-standing/{entry}", maskWords)
	web.Add(rs, "POST /reviews/{review}/chronology/names-standing/{mask}/lift", liftMask)
}

// standingName is a name of the case that stands in an entry.
type standingName struct {
	Words, Code, Field string
	Masked             bool   // others read the code
	Mask               string // by which they do, where the words alone are not certain
}

// Mark stands for the words in a form, where no name is put.
func (n standingName) Mark() string { return markOf(n.Words)[:16] }

// standingEntry is an entry in which names stand.
type standingEntry struct {
	ID, Agency, AgencyName string
	When, Event            seal.Text
	Names                  []standingName
	masked                 int
}

// Unsure says that something in it is for the lead officer to decide.
func (s standingEntry) Unsure() bool { return s.masked < len(s.Names) }

type standingData struct {
	Form    *form.Form
	Review  string
	Ways    []look.Link
	Entries []standingEntry
	Turn    look.Turn
}

var standingPage = web.NewPage[standingData](pages, "standing.html")

func standing(r *web.Request, p access.Pass[Standing]) (web.Answer, error) {
	d := standingData{Form: form.New(), Review: p.Review(), Ways: WaysOf(r, p.Case, "chronology/names-standing")}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := standingIn(r.Context(), tx, p.Case)
		d.Entries, d.Turn = sheetOf(all, review.Path(p.Case, "chronology/names-standing"), r.Query("page"))
		for _, e := range d.Entries {
			p.Touch(e.ID)
		}
		return err
	})
	return standingPage.With(d), err
}

// standingIn lists the entries of open accounts in which a name of the case stands,
// those first of which something has to be decided.
func standingIn(ctx context.Context, tx *db.Tx, c access.Case) ([]standingEntry, error) {
	qs, err := agencyreport.Open(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	names, err := review.CaseNames(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	ms, err := masks(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	checker := anonymity.NewChecker(names)
	var found []standingEntry
	for _, q := range qs {
		es, err := ofAgency(ctx, tx, c, q.Agency)
		if err != nil {
			return nil, err
		}
		for _, e := range inOrder(es) {
			if s := e.standing(checker, ms); len(s.Names) > 0 {
				found = append(found, s)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b standingEntry) int { return cmp.Compare(unsureFirst(a), unsureFirst(b)) })
	return found, nil
}

func unsureFirst(s standingEntry) int {
	if s.Unsure() {
		return 0
	}
	return 1
}

// standing finds the names in one entry.
func (e Entry) standing(checker *anonymity.Checker, ms []mask) standingEntry {
	s := standingEntry{ID: e.ID, Agency: e.Agency, AgencyName: e.AgencyName, When: e.When, Event: e.Event}
	for _, f := range e.fields() {
		for _, x := range checker.Check(f.Text.Reveal()) {
			if x.Code == "" || x.Shown == x.Code || slices.ContainsFunc(s.Names, func(n standingName) bool { return n.Words == x.Shown }) {
				continue
			}
			n := standingName{Words: x.Shown, Code: x.Code, Field: f.Name, Masked: x.Certainty == anonymity.Certain}
			for _, m := range ms {
				if m.entry == e.ID && m.Words == x.Shown {
					if n.Code = m.Code; !n.Masked {
						n.Mask = m.id
					}
					n.Masked = true
				}
			}
			if n.Masked {
				s.masked++
			}
			s.Names = append(s.Names, n)
		}
	}
	return s
}

// maskWords has words of an entry read as the code of whom they may name.
func maskWords(r *web.Request, p access.Pass[Mask]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		all, err := standingIn(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		for _, e := range all {
			for _, n := range e.Names {
				if e.ID == r.Path("entry") && n.Mark() == r.Form.Value("words") && !n.Masked {
					return keepMask(ctx, tx, p.Case, mask{entry: e.ID, Words: n.Words, Code: n.Code})
				}
			}
		}
		return db.ErrNotFound
	})
	return web.Redirect(review.Path(p.Case, "chronology/names-standing")).Say("Others read the code there now."), err
}

func keepMask(ctx context.Context, tx *db.Tx, c access.Case, m mask) error {
	words, err := sealedJSON(m)
	if err != nil {
		return fmt.Errorf("have words read as a code: %w", err)
	}
	id := db.NewID()
	c.Touch(id, m.entry)
	_, err = tx.Exec(ctx, `INSERT INTO chronology_mask (id, review_id, entry_id, content, masked_by, masked_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), m.entry, c.At(seal.Identity, "chronology_mask", &id).Seal("content", words), c.Person(), tx.Now())
	if err != nil {
		return fmt.Errorf("have words read as a code: %w", err)
	}
	return nil
}

// liftMask has words read again as the agency wrote them.
func liftMask(r *web.Request, p access.Pass[Mask]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		id := r.Path("mask")
		p.Touch(id)
		n, err := tx.Exec(r.Context(), `UPDATE chronology_mask SET lifted_by = $1, lifted_at = $2 WHERE id = $3 AND review_id = $4 AND lifted_at IS NULL`,
			p.Person(), tx.Now(), id, p.Review())
		if err == nil && n == 0 {
			err = db.ErrNotFound
		}
		return err
	})
	return web.Redirect(review.Path(p.Case, "chronology/names-standing")).Say("Others read the words there again."), err
}
