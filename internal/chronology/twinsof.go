package chronology

import (
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/web"
)

// nearby is how many days before and after an account others are offered.
const nearby = 14

type twinsOfData struct {
	Form   *form.Form
	Review string
	Path   string
	Ways   []look.Link
	May    bool
	Entry  account
	Joined together
	Offers []Entry
	More   int // offers that do not fit on the page
}

var twinsOfPage = web.NewPage[twinsOfData](pages, "twinsof.html", "account.html", "fields.html")

// mostOffers is how many accounts are offered on one page.
const mostOffers = 60

// showTwinsOf shows one account, those it is joined with, and others of about
// that time to choose from.
func showTwinsOf(r *web.Request, p access.Pass[SeeTwins]) (web.Answer, error) {
	d := twinsOfData{Form: form.New(), Review: p.Review(), Path: twinsPath(p.Case), Ways: WaysOf(r, p.Case, "chronology/twins"), May: p.May(JoinTwins{}.Rule())}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		es, err := Entries(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		s, err := readTwins(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		found := false
		for _, e := range es {
			if e.ID == r.Path("entry") {
				d.Entry, found = account{Entry: e}, true
			}
		}
		if !found {
			return db.ErrNotFound
		}
		p.Touch(d.Entry.ID)
		d.fill(es, s)
		return nil
	})
	return twinsOfPage.With(d), err
}

func (d *twinsOfData) fill(es []Entry, s settledTwins) {
	j := s.joined(d.Entry.ID)
	if j != nil {
		d.Joined = standJoined(es, j)
	}
	for _, e := range es {
		if e.Agency == d.Entry.Agency || j != nil && j.has(e.ID) || s.apart(e.ID, d.Entry.ID) != nil || !d.Entry.around(e) {
			continue
		}
		if len(d.Offers) < mostOffers {
			d.Offers = append(d.Offers, e)
		} else {
			d.More++
		}
	}
}

// around says that the two can have been within a few days of each other.
func (e Entry) around(other Entry) bool {
	return (e.To.IsZero() || other.From.IsZero() || !other.From.After(e.To.AddDays(nearby))) &&
		(e.From.IsZero() || other.To.IsZero() || !other.To.Before(e.From.AddDays(-nearby)))
}

// joinedHere is what the line says of a joined account: the others, where they
// stand, and where they differ. First says that all of them are shown here.
type joinedHere struct {
	together
	First bool
}

// Others are the other accounts, by agency and time, in words.
func (j joinedHere) Others(except string) string {
	var all []string
	for _, a := range j.All {
		if a.ID != except {
			all = append(all, a.AgencyName+", "+a.When.Reveal())
		}
	}
	return strings.Join(all, "; ")
}

// joinedOnLine gives what stands with each joined account of the line.
func joinedOnLine(es []Entry, s settledTwins) map[string]joinedHere {
	out := map[string]joinedHere{}
	for i := range s.joins {
		if !s.joins[i].Live() {
			continue
		}
		t := standJoined(es, &s.joins[i])
		if len(t.All) < 2 {
			continue
		}
		for n, a := range t.All {
			out[a.ID] = joinedHere{t, n == 0}
		}
	}
	return out
}
