package chronology

import (
	"context"
	"slices"
	"strconv"

	"lr/internal/access"
	"lr/internal/chronology/twin"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

func twinRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology/twins", showTwins)
	web.Add(rs, "POST /reviews/{review}/chronology/twins/join", joinTwins)
	web.Add(rs, "POST /reviews/{review}/chronology/twins/apart", apartTwins)
	web.Add(rs, "POST /reviews/{review}/chronology/twins/{join}/undo", undoTwins)
	web.Add(rs, "POST /reviews/{review}/chronology/twins/{apart}/back", backTwins)
	web.Add(rs, "GET /reviews/{review}/chronology/twins/of/{entry}", showTwinsOf)
}

// SeeTwins is to see which accounts may be of one event, and what was said of them.
type SeeTwins struct{}

func (SeeTwins) Rule() access.Rule {
	return access.Rule{Name: "chronology.see-twins", Who: readers, Opens: seal.Chronology}
}

// JoinTwins is to say that accounts are of one event or not, and to take it back.
type JoinTwins struct{}

func (JoinTwins) Rule() access.Rule {
	return access.Rule{Name: "chronology.join-twins", Who: studying, Opens: seal.Chronology}
}

// account is an entry among others of the same event.
type account struct {
	Entry
	Ticked  bool
	Changed bool // since it was joined
	Joined  bool // with others already
}

// together are accounts that stand beside each other, with what speaks for one
// event and where they differ.
type together struct {
	Key     string // id of the first account
	All     []account
	Reasons []string
	Differ  []string
	Gone    int // accounts that are no longer in the line
	Join    *joining
	Apart   *setApart
}

// Two says that there are no more than two.
func (t together) Two() bool { return len(t.All) == 2 }

// stand puts together the entries with these ids, in the order of the line.
func stand(es []Entry, ids []string) together {
	var t together
	for _, e := range es {
		if slices.Contains(ids, e.ID) {
			t.All = append(t.All, account{Entry: e, Ticked: true})
		}
	}
	t.Gone = len(ids) - len(t.All)
	for i, a := range t.All {
		for _, b := range t.All[i+1:] {
			for _, d := range twin.Disagree(a.event(), b.event()) {
				t.Differ = append(t.Differ, d.Words)
			}
		}
	}
	if len(t.All) > 0 {
		t.Key = t.All[0].ID
	}
	return t
}

// standJoined puts together the accounts of a join.
func standJoined(es []Entry, j *joining) together {
	var ids []string
	for id := range j.accounts {
		ids = append(ids, id)
	}
	t := stand(es, ids)
	t.Join = j
	for i, a := range t.All {
		t.All[i].Changed = a.Version != j.accounts[a.ID]
	}
	return t
}

// The lists of the page.
const (
	showLikely = ""
	showJoined = "joined"
	showApart  = "apart"
)

type twinsData struct {
	Form     *form.Form
	Review   string
	Path     string
	Ways     []look.Link
	Lists    []look.Link
	Show     string
	May      bool // join and set aside
	Together []together
	Undone   []together
	Turn     look.Turn
	Left     string // a reason that was typed for accounts that are no longer here
}

// Reason is the field for why accounts are set aside.
func (d twinsData) Reason(t together) form.Field {
	return d.Form.Field("reason-"+t.Key, "Why are they not the same event?", "You may leave this empty.")
}

var twinsPage = web.NewPage[twinsData](pages, "twins.html", "account.html", "fields.html")

// onTwins is how many events stand on one page.
const onTwins = 20

// showTwins shows accounts that are likely of one event side by side, with the
// reasons. Nothing is joined unless a person does. [CPG21 ¶3.175]
func showTwins(r *web.Request, p access.Pass[SeeTwins]) (web.Answer, error) {
	return twinsAgain(r, p.Case, form.New(), r.Query("show"))
}

func twinsPath(c access.Case) string { return review.Path(c, "chronology/twins") }

func twinsAgain(r *web.Request, c access.Case, f *form.Form, show string) (web.Answer, error) {
	d := twinsData{Form: f, Review: c.Review(), Path: twinsPath(c), Ways: WaysOf(r, c, "chronology/twins"), May: c.May(JoinTwins{}.Rule()), Show: show}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c, r.Query("page")) })
	return twinsPage.With(d), err
}

func (d *twinsData) fill(ctx context.Context, tx *db.Tx, c access.Case, page string) error {
	es, err := Entries(ctx, tx, c)
	if err != nil {
		return err
	}
	s, err := readTwins(ctx, tx, c)
	if err != nil {
		return err
	}
	groups, err := likelyTwins(ctx, tx, c, es, s)
	if err != nil {
		return err
	}
	var joined, apart []together
	for i := range s.joins {
		switch t := standJoined(es, &s.joins[i]); {
		case t.Join.Live():
			joined = append(joined, t)
		case t.Join.Into == "":
			d.Undone = append(d.Undone, t)
		}
	}
	for i := range s.aparts {
		t := stand(es, s.aparts[i].accounts)
		t.Apart = &s.aparts[i]
		if t.Apart.Live() {
			apart = append(apart, t)
		} else {
			d.Undone = append(d.Undone, t)
		}
	}
	for _, l := range []struct {
		show, text string
		n          int
	}{{showLikely, "Likely", len(groups)}, {showJoined, "Joined", len(joined)}, {showApart, "Not the same", len(apart)}} {
		d.Lists = append(d.Lists, look.Link{Href: d.Path + "?show=" + l.show, Text: l.text + " (" + strconv.Itoa(l.n) + ")", Current: l.show == d.Show})
	}
	d.choose(es, s, groups, joined, apart, page)
	return nil
}

// choose takes the list that is asked for, one page of it.
func (d *twinsData) choose(es []Entry, s settledTwins, groups []twin.Group, joined, apart []together, page string) {
	all := len(groups)
	switch d.Show {
	case showJoined:
		all = len(joined)
	case showApart:
		all = len(apart)
	}
	d.Turn = look.Turn{Path: d.Path, Query: map[string][]string{"show": {d.Show}}, Now: 1, Last: max(1, (all+onTwins-1)/onTwins)}
	if n, err := strconv.Atoi(page); err == nil {
		d.Turn.Now = min(max(n, 1), d.Turn.Last)
	}
	from, to := (d.Turn.Now-1)*onTwins, min(d.Turn.Now*onTwins, all)
	switch d.Show {
	case showJoined:
		d.Together = joined[from:to]
	case showApart:
		d.Together = apart[from:to]
	default:
		for _, g := range groups[from:to] {
			t := stand(es, g.IDs)
			t.Reasons = g.Reasons
			for i, a := range t.All {
				t.All[i].Joined = s.joined(a.ID) != nil
				if d.Form.Value("key") == t.Key {
					t.All[i].Ticked = slices.Contains(d.Form.Values("account"), a.ID)
				}
			}
			d.Together = append(d.Together, t)
		}
	}
	d.keepTyped()
}

// keepTyped shows a reason again that was typed for accounts on which somebody
// else decided meanwhile.
func (d *twinsData) keepTyped() {
	key := d.Form.Value("key")
	if here := slices.ContainsFunc(d.Together, func(t together) bool { return t.Key == key }); !here && key != "" {
		d.Left = d.Form.Value("reason-" + key)
	}
}
