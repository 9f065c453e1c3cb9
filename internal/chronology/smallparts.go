package chronology

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"lr/internal/access"
	"lr/internal/chronology/line"
	"lr/internal/chronology/smallpart"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// SmallParts is to see who had little contact and yet was there when it turned;
// DecideSmallPart is to decide whether they are asked to take part. [CP21 p3]
type SmallParts struct{}

func (SmallParts) Rule() access.Rule {
	return access.Rule{Name: "chronology.small-parts", Who: studying, Opens: seal.Chronology}
}

type DecideSmallPart struct{}

func (DecideSmallPart) Rule() access.Rule {
	return access.Rule{Name: "chronology.small-parts-decide", Who: access.Grants{{Roles: access.LeadOfficer, Stages: whileOpen}}, Opens: seal.Chronology}
}

func smallPartsRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology/small-parts", smallParts)
	web.Add(rs, "GET /reviews/{review}/chronology/small-parts/{part}", askSmallPart)
	web.Add(rs, "POST /reviews/{review}/chronology/small-parts/{part}", decideSmallPart)
}

// decided is what the lead officer decided about one post or code.
type decided struct {
	id      string
	version int
	How     string  `json:"-"`
	On      db.Date `json:"-"`
	Who     string  `json:"who"`
	Agency  string  `json:"agency"`
	Turned  int     `json:"turned"` // turning points on which it was decided
	Reason  string  `json:"reason"`
}

// smallPart is one of them as it is shown.
type smallPart struct {
	smallpart.Part
	ID      string // its place in the address
	Decided *decided
	Events  []turned
}

// turned is an entry at which it turned.
type turned struct {
	Entry
	Why []string
}

// Fresh says that more turning points came since it was decided.
func (p smallPart) Fresh() int {
	if p.Decided == nil {
		return 0
	}
	return max(0, len(p.Turned)-p.Decided.Turned)
}

// Waits says that the lead officer still has to decide.
func (p smallPart) Waits() bool { return p.Decided == nil || p.Decided.How == "later" || p.Fresh() > 0 }

// smallPartsOf finds them in the line, with what was decided.
func smallPartsOf(ctx context.Context, tx *db.Tx, c access.Case) ([]smallPart, error) {
	es, err := Entries(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	before, err := decisions(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	episodes, err := Episodes(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	byID := map[string]Entry{}
	for _, e := range es {
		byID[e.ID] = e
	}
	var marks []string
	for _, e := range episodes {
		marks = append(append(marks, e.Title.Reveal()), e.Entries...)
	}
	found, err := ofLineAnd(ctx, tx, c, "small parts", markOf(marks...), func(events []line.Event) []smallpart.Part {
		turns := smallpart.Turning(events)
		for _, e := range episodes {
			for _, id := range e.Entries {
				turns.Add(id, "a key practice episode: "+e.Title.Reveal())
			}
		}
		return smallpart.Find(events, turns)
	})
	var all []smallPart
	for _, p := range found {
		one := smallPart{Part: p, ID: markOf(p.Who, p.Agency)[:16]}
		if i := slices.IndexFunc(before, func(d decided) bool { return p.Is(d.Who, d.Agency) }); i >= 0 {
			one.Decided = &before[i]
		}
		for _, t := range p.Turned {
			one.Events = append(one.Events, turned{byID[t.ID], t.Why})
		}
		all = append(all, one)
	}
	return all, err
}

func decisions(ctx context.Context, tx *db.Tx, c access.Case) ([]decided, error) {
	ds, err := db.All(ctx, tx, func(r db.Row) (decided, error) {
		var d decided
		var words seal.Text
		var at time.Time
		if err := r.Scan(&d.id, &d.version, &d.How, c.At(seal.Chronology, "chronology_small_part", &d.id).Open("content", &words), &at); err != nil {
			return d, err
		}
		d.On = db.DateOf(at)
		return d, json.Unmarshal([]byte(words.Reveal()), &d)
	}, `SELECT id, version, decision, content, decided_at FROM chronology_small_part WHERE review_id = $1 ORDER BY id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what was decided about small parts: %w", err)
	}
	return ds, nil
}

type smallPartsData struct {
	Review  string
	Ways    []look.Link
	Waiting []smallPart
	Settled []smallPart
}

// Says is a decision in words.
func (smallPartsData) Says(how string) string {
	for _, o := range smallPartWays {
		if o.Value == how {
			return o.Label
		}
	}
	return ""
}

var smallPartsPage = web.NewPage[smallPartsData](pages, "smallparts.html")

func smallParts(r *web.Request, p access.Pass[SmallParts]) (web.Answer, error) {
	d := smallPartsData{Review: p.Review(), Ways: WaysOf(r, p.Case, "chronology/small-parts")}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := smallPartsOf(r.Context(), tx, p.Case)
		for _, one := range all {
			if one.Waits() {
				d.Waiting = append(d.Waiting, one)
			} else {
				d.Settled = append(d.Settled, one)
			}
		}
		return err
	})
	return smallPartsPage.With(d), err
}

var smallPartWays = []form.Option{
	{Value: "ask", Label: "Ask them to take part", Hint: "You find out who it is, and invite them to the practitioners’ event by name."},
	{Value: "done", Label: "They are asked already"},
	{Value: "later", Label: "Ask later", Hint: "They stay in the list."},
	{Value: "not", Label: "Do not ask"},
}

type smallPartData struct {
	Form    *form.Form
	Review  string
	Path    string
	Part    smallPart
	Decides bool
	Invites bool
	Options []form.Option
}

var smallPartPage = web.NewPage[smallPartData](pages, "smallpart.html")

// fill finds the post or code of the address.
func (d *smallPartData) fill(r *web.Request, tx *db.Tx, c access.Case) error {
	d.Review, d.Path, d.Options = c.Review(), review.Path(c, "chronology/small-parts/"+r.Path("part")), smallPartWays
	d.Decides, d.Invites = c.May(DecideSmallPart{}.Rule()), r.Open(c, "/reviews/{review}/event/invitations")
	all, err := smallPartsOf(r.Context(), tx, c)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.ID == r.Path("part") {
			d.Part = one
			return nil
		}
	}
	return db.ErrNotFound
}

func (p smallPart) version() int {
	if p.Decided == nil {
		return 0
	}
	return p.Decided.version
}

func askSmallPart(r *web.Request, p access.Pass[SmallParts]) (web.Answer, error) {
	d := smallPartData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r, tx, p.Case) })
	if d.Part.Decided != nil {
		d.Form.Set("decision", d.Part.Decided.How)
		d.Form.Set("reason", d.Part.Decided.Reason)
	}
	d.Form.Set("version", strconv.Itoa(d.Part.version()))
	return smallPartPage.With(d), err
}

// decideSmallPart keeps whether somebody with a small part is asked, and why.
func decideSmallPart(r *web.Request, p access.Pass[DecideSmallPart]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	how := f.Choice("decision", smallPartWays, "Choose what you decide.")
	reason := f.Text("reason", 1000, "Say in a sentence why.")
	d := smallPartData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(r, tx, p.Case); err != nil {
			return err
		}
		if f.Number("version", 0, 1<<30, "") != d.Part.version() {
			f.Set("version", strconv.Itoa(d.Part.version()))
			f.Refuse("", "Somebody else decided meanwhile: "+smallPartsData{}.Says(d.Part.Decided.How)+". Their reason: "+d.Part.Decided.Reason+" Yours is below; send it again if it should stand.")
		}
		if !f.OK() {
			return errRefused
		}
		return keepDecision(ctx, tx, p.Case, d.Part, how, reason)
	})
	if errors.Is(err, errRefused) {
		return smallPartPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "chronology/small-parts")).Say("Your decision is kept."), err
}

func keepDecision(ctx context.Context, tx *db.Tx, c access.Case, part smallPart, how, reason string) error {
	words, err := sealedJSON(decided{Who: part.Who, Agency: part.Agency, Turned: len(part.Turned), Reason: reason})
	if err != nil {
		return fmt.Errorf("keep what was decided about a small part: %w", err)
	}
	id := db.NewID()
	if part.Decided != nil {
		id = part.Decided.id
	}
	content := c.At(seal.Chronology, "chronology_small_part", &id).Seal("content", words)
	c.Touch(id)
	if part.Decided == nil {
		_, err = tx.Exec(ctx, `INSERT INTO chronology_small_part (id, review_id, decision, content, decided_by, decided_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, c.Review(), how, content, c.Person(), tx.Now())
	} else {
		err = tx.Change(ctx, `
			UPDATE chronology_small_part SET version = version + 1, decision = $1, content = $2, decided_by = $3, decided_at = $4
			WHERE id = $5 AND review_id = $6 AND version = $7`, how, content, c.Person(), tx.Now(), id, c.Review(), part.Decided.version)
	}
	if err != nil {
		return err
	}
	if how != "ask" {
		return review.Settle(ctx, tx, c, "small-part:"+id)
	}
	return review.Ask(ctx, tx, c, review.Task{Key: "small-part:" + id, Account: c.Person(), Path: review.Path(c, "chronology/small-parts/"+part.ID),
		What: "Ask somebody who had a small part in what happened to take part"})
}
