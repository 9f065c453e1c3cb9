package review

import (
	"net/url"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/look"
	"lr/internal/web"
)

// Start is to see what waits for oneself, or, without an account, what this is.
type Start struct{}

func (Start) Rule() access.Rule { return access.Rule{Name: "review.start"} }

type startData struct {
	SignedIn bool
	Demo     bool
	Waiting  []Waiting
	Reviews  []access.Mine
	Closed   []access.Mine
	Late     []overdue
	Seats    []Seat
	Sums     bool   // leads or chairs, so there is a yearly summary for them
	All      string // the one list that is shown whole, "" for the beginning of each
	Many     many
	Turn     look.Turn
}

// many is how long each list is that may be shown in part.
type many struct{ Late, Waiting, Reviews, Closed int }

// few is how much of each list stands on the start page.
const few = 12

// cut leaves the beginning of each list, or one page of the one that was asked for.
func (d *startData) cut(page string) {
	d.Many = many{len(d.Late), len(d.Waiting), len(d.Reviews), len(d.Closed)}
	if d.All == "" {
		d.Late, d.Waiting = d.Late[:min(few, len(d.Late))], d.Waiting[:min(few, len(d.Waiting))]
		d.Reviews, d.Closed = d.Reviews[:min(few, len(d.Reviews))], d.Closed[:min(few, len(d.Closed))]
		return
	}
	d.Turn = look.Turn{Path: "/", Query: url.Values{"all": {d.All}}}
	whole := *d
	d.Late, d.Waiting, d.Reviews, d.Closed = nil, nil, nil, nil
	switch d.All {
	case "late":
		d.Late = look.TurnTo(whole.Late, page, &d.Turn)
	case "waiting":
		d.Waiting = look.TurnTo(whole.Waiting, page, &d.Turn)
	case "closed":
		d.Closed = look.TurnTo(whole.Closed, page, &d.Turn)
	default:
		d.Reviews = look.TurnTo(whole.Reviews, page, &d.Turn)
	}
}

var startPage = web.NewPage[startData](pages, "start.html")

func start(r *web.Request, p access.Open[Start]) (web.Answer, error) {
	d := startData{SignedIn: r.Session.Complete, Demo: r.Fictional(), All: r.Query("all")}
	if !d.SignedIn {
		return startPage.With(d), nil
	}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		mine, err := p.Reviews(r.Context(), tx)
		if err != nil {
			return err
		}
		for _, m := range mine {
			d.Sums = d.Sums || m.Roles&(access.LeadOfficer|access.CommitteeChair) != 0
			if m.Stage == access.Closed {
				d.Closed = append(d.Closed, m)
			} else {
				d.Reviews = append(d.Reviews, m)
			}
		}
		brings, err := leads(r.Context(), tx, ofPerson, p.Person(), mine)
		if err != nil {
			return err
		}
		if d.Seats, err = Seats(r.Context(), tx, p.Person()); err != nil {
			return err
		}
		waits, err := waiting(r.Context(), tx, p.Person(), ofPerson, p.Person())
		if err != nil {
			return err
		}
		d.Late, d.Waiting = brings.Late, inTime(append(waits, brings.besides()...))
		d.cut(r.Query("page"))
		return tell(r.Context(), tx, d.Late, d.Waiting)
	})
	return startPage.With(d), err
}
