package review

import (
	"lr/internal/db"
	"lr/internal/guidance"
)

// Wording is a committee's word on a question or a criterion of its guidance:
// that somebody checked it against the published text, other words for it, or a hint.
type Wording struct {
	Guidance string  `json:"guidance"`
	Form     string  `json:"form"` // "" for a criterion
	ID       string  `json:"id"`
	Label    string  `json:"label"` // "" for the words of the program
	Hint     string  `json:"hint"`
	By       string  `json:"by"` // account of who confirmed it, "" while nobody has
	On       db.Date `json:"on"`
}

// word takes the committee's words, where it has any.
func (w Wording) word(text *string, o *guidance.Origin) {
	if w.Label != "" {
		*text = w.Label
	}
	if w.By != "" {
		o.Confirmed = guidance.Seen
	}
}

// Worded is a guidance in the committee's words: what somebody confirmed is not
// marked any more.
func (s Settings) Worded(v guidance.Version) guidance.Version {
	own := map[[2]string]Wording{}
	for _, w := range s.Wordings {
		if w.Guidance == v.ID {
			own[[2]string{w.Form, w.ID}] = w
		}
	}
	if len(own) == 0 {
		return v
	}
	v.Criteria = worded(v.Criteria, own)
	forms := make([]guidance.Form, len(v.Forms))
	for i, f := range v.Forms {
		fields := make([]guidance.Field, len(f.Fields))
		for j, x := range f.Fields {
			w := own[[2]string{f.ID, x.ID}]
			w.word(&x.Label, &x.Origin)
			if w.Hint != "" {
				x.Use = w.Hint
			}
			fields[j] = x
		}
		f.Fields = fields
		forms[i] = f
	}
	v.Forms = forms
	return v
}

func worded(l guidance.Limb, own map[[2]string]Wording) guidance.Limb {
	own[[2]string{"", l.ID}].word(&l.Text, &l.Origin)
	under := make([]guidance.Limb, len(l.Of))
	for i, u := range l.Of {
		under[i] = worded(u, own)
	}
	l.Of = under
	return l
}

// Version is the guidance under which the committee considers the review, in
// the committee's words.
func (c Committee) Version() guidance.Version {
	v, _ := guidance.Get(c.Guidance)
	return c.Settings.Worded(v)
}

// Form is a form of the committee's guidance with the questions that the
// committee adds. Those are the committee's own: nothing about them is to be confirmed.
func (c Committee) Form(id string) guidance.Form {
	f, _ := c.Version().Form(id)
	for _, x := range c.Settings.Fields {
		if x.Form == id && !x.Retired {
			f.Fields = append(f.Fields[:len(f.Fields):len(f.Fields)], guidance.Field{ID: x.ID, Section: x.Section, Label: x.Label,
				Use: x.Hint, Origin: guidance.Origin{Confirmed: guidance.Seen}})
		}
	}
	return f
}
