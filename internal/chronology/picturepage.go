package chronology

import (
	"context"
	"io/fs"
	"net/url"

	"lr/internal/access"
	"lr/internal/chronology/line"
	"lr/internal/chronology/picture"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/notification"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// Draw is to see what happened laid out over time, with how old the person was
// then. The day of birth itself is not shown.
type Draw struct{}

func (Draw) Rule() access.Rule {
	return access.Rule{Name: "chronology.picture", Who: everyAgency, Opens: seal.Chronology | seal.Notification}
}

func pictureRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology/picture", showPicture)
	web.Add(rs, "GET /reviews/{review}/chronology/picture.svg", pictureFile)
	web.Add(rs, "GET /reviews/{review}/chronology/mine/picture", showOwnPicture)
}

// mostListed is how many entries stand in full under the picture.
const mostListed = 100

type pictureData struct {
	Form        *form.Form
	Review      string
	Ways        []look.Link
	Own         bool // one's own agency's entries only
	Path        string
	Picture     picture.Picture
	Drawing     picture.Drawing
	Zoom        []look.Link
	File, Coded string        // the drawing to be kept, and the one for a report
	Lanes       []pictureLane // by agency, where there are too many to be listed
	Entries     []pictureEntry
	Undated     []pictureEntry
	Since       *line.Event // from which the others are measured
}

// pictureLane is what the picture shows of an agency, as links.
type pictureLane struct {
	Agency, Beside string
	Marks          []look.Link
}

// pictureEntry is an entry that stands under the picture.
type pictureEntry struct {
	line.Event
	Href, Measure string // its own page, and the way to measure from it
	Interval      string
}

var picturePage = web.NewPage[pictureData](pictureFiles{}, "picture.html", "picture.svg")

// pictureFiles are the pages of the step, and the drawing that one of them holds.
type pictureFiles struct{}

func (pictureFiles) Open(name string) (fs.File, error) {
	if f, err := picture.Files.Open(name); err == nil {
		return f, nil
	}
	return pages.Open(name)
}

// showPicture is what happened in lanes over time. [CPG21 ¶3.175, CHRON]
func showPicture(r *web.Request, p access.Pass[Draw]) (web.Answer, error) {
	d := pictureData{Review: p.Review(), Ways: WaysOf(r, p.Case, "chronology/picture"), Path: review.Path(p.Case, "chronology/picture")}
	s, err := storyOf(r, p)
	d.fill(r, p.Case, s)
	d.File = d.to(d.Path+".svg", d.Picture.View)
	d.Coded = d.File + "&names=no"
	return picturePage.With(d), err
}

// showOwnPicture is the picture of one's own agency's entries.
func showOwnPicture(r *web.Request, p access.Pass[Mine]) (web.Answer, error) {
	d := pictureData{Review: p.Review(), Own: true, Path: minePath(p.Case) + "/picture"}
	var s picture.Story
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		es, err := own(r.Context(), tx, p.Case)
		s.Events = plainOf(es)
		return err
	})
	d.fill(r, p.Case, s)
	return picturePage.With(d), err
}

// pictureFile is the picture as a drawing to be kept. The one for a report has
// letters in place of names, counts the time from its beginning, and tells no age.
func pictureFile(r *web.Request, pass access.Pass[Draw]) (web.Answer, error) {
	s, err := storyOf(r, pass)
	_, view := viewOf(r)
	if err != nil {
		return web.Answer{}, err
	}
	p := picture.Lay(s, view)
	if r.Query("names") == "no" {
		p = p.Coded()
	}
	body, err := p.File("What happened, over time")
	return web.File("what-happened.svg", "image/svg+xml", body), err
}

// storyOf is what the picture shows to those who see every agency's entries.
func storyOf(r *web.Request, p access.Pass[Draw]) (picture.Story, error) {
	var s picture.Story
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		es, err := Entries(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		s.Events = plainOf(es)
		born, err := notification.Born(r.Context(), tx, p.Case)
		if w, fault := (read.Dates{Today: r.Today()}).Read(born.Reveal()); fault == nil && !w.American() {
			s.Born = w
		}
		if err != nil || !p.May(SeeEpisodes{}.Rule()) {
			return err
		}
		s.Bands, err = bandsOf(r.Context(), tx, p.Case)
		return err
	})
	return s, err
}

// bandsOf are the key practice episodes whose time is known.
func bandsOf(ctx context.Context, tx *db.Tx, c access.Case) ([]picture.Band, error) {
	all, err := Episodes(ctx, tx, c)
	var bands []picture.Band
	for _, e := range all {
		if !e.When.From.IsZero() && !e.When.To.IsZero() {
			bands = append(bands, picture.Band{Title: e.Title.Reveal(), From: e.When.From, To: e.When.To})
		}
	}
	return bands, err
}

// viewOf reads the time that somebody asks to see; none is the whole.
func viewOf(r *web.Request) (*form.Form, picture.View) {
	f := form.Sent(url.Values{"from": {r.Query("from")}, "to": {r.Query("to")}}, nil)
	v := picture.View{From: f.Date("from", ""), To: f.Date("to", "")}
	switch {
	case !f.OK():
		return f, picture.View{}
	case !v.From.IsZero() && v.To.IsZero():
		v.To = r.Today()
	case !v.To.IsZero() && v.To.Before(v.From):
		f.Refuse("to", "The last day is before the first.")
		return f, picture.View{}
	}
	return f, v
}
