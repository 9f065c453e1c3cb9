package decision

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// notice is what the Care Inspectorate is told of one committee's decision, in
// the fields of its form. [CI-LR]
type notice struct {
	Committee review.Committee
	Guidance  guidance.Version
	Form      guidance.Form
	Lines     []noticeLine
}

// noticeLine is one field of the form with what is known for it.
type noticeLine struct {
	guidance.Field
	Words seal.Text
}

// Blanks lists the fields that nothing is known for.
func (n notice) Blanks() []string {
	var blanks []string
	for _, l := range n.Lines {
		if l.Words.Empty() {
			blanks = append(blanks, l.Label)
		}
	}
	return blanks
}

// Doubts lists the fields whose wording was not confirmed.
func (n notice) Doubts() []string {
	var doubts []string
	for _, l := range n.Lines {
		if l.Confirmed != guidance.Seen {
			doubts = append(doubts, l.Label)
		}
	}
	return doubts
}

// Paste is the notice as text.
func (n notice) Paste() string {
	var b strings.Builder
	for _, l := range n.Lines {
		words := l.Words.Reveal()
		if words == "" {
			words = "(blank)"
		}
		fmt.Fprintf(&b, "%s\n%s\n\n", l.Label, words)
	}
	return strings.TrimSpace(b.String())
}

// notices makes one for each committee that decided.
func notices(ctx context.Context, tx *db.Tx, c access.Case) ([]notice, error) {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	leads, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	var contacts []string
	for _, p := range leads {
		if p.Role == access.LeadOfficer && !p.Walled {
			contacts = append(contacts, p.Name.Reveal()+", lead officer")
		}
	}
	var ns []notice
	for _, k := range s.Committees {
		f, ok := k.Committee.Version().Form("F4")
		if !ok || !k.Decided() {
			continue
		}
		known := noticeWords(k, c.Code(), strings.Join(contacts, "; "))
		n := notice{Committee: k.Committee, Guidance: k.Committee.Version(), Form: f}
		for _, field := range f.Fields {
			n.Lines = append(n.Lines, noticeLine{field, seal.T(known[field.ID])})
		}
		ns = append(ns, n)
	}
	return ns, nil
}

// noticeWords gives what is known for the fields of the form, by their ids.
func noticeWords(k *committeeStand, code, contact string) map[string]string {
	d := k.Decision
	known := map[string]string{"decision": d.Outcome.Words(), "reasons": d.Reasons.Reveal(), "committee": k.Committee.Name,
		"reference": code, "decided": d.On.Words(), "contact": contact}
	var cited []string
	for _, id := range d.Limbs {
		if l, ok := k.Committee.Version().Limb(id); ok {
			cited = append(cited, id+": "+l.Text)
		}
	}
	if known["criteria"] = strings.Join(cited, "\n"); len(cited) == 0 && d.Outcome != Review {
		known["criteria"] = "None: there is no review."
	}
	if !d.Split.Empty() {
		known["reasons"] += "\n\nWhy the committees decided differently: " + d.Split.Reveal()
	}
	return known
}

type noticeData struct {
	Form    *form.Form
	Review  string
	Notices []notice
	All     bool
	Open    bool
	Sent    []telling
}

var noticePage = web.NewPage[noticeData](pages, "notice.html")

func showNotice(r *web.Request, p access.Pass[SeeNotice]) (web.Answer, error) {
	d := noticeData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return noticePage.With(d), err
}

func (d *noticeData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review, d.Open = c.Review(), c.Stage() == access.Deciding
	var err error
	if d.Notices, err = notices(ctx, tx, c); err != nil {
		return err
	}
	s, err := standing(ctx, tx, c)
	if err != nil {
		return err
	}
	d.All, _ = s.decided()
	all, err := tellings(ctx, tx, c)
	for _, t := range all {
		if t.Whom == "inspectorate" {
			d.Sent = append(d.Sent, t)
		}
	}
	return err
}

// noticeSent keeps that the Care Inspectorate was told, whatever was decided. [CI-LR]
func noticeSent(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	t := telling{Whom: "inspectorate", On: pastDay(r, "on", "Give the day on which it was sent, such as 31 March 2027."),
		Words: seal.T(r.Form.Text("words", 1000, ""))}
	if !r.Form.OK() {
		d := noticeData{Form: r.Form}
		err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
		return noticePage.With(d), err
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if err := tell(r.Context(), tx, p.Case, t, review.InspectorateTold); err != nil {
			return err
		}
		return review.StopClock(r.Context(), tx, p.Case, noticeClock, t.On)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down that the Care Inspectorate knows."), err
}

// noticeOf finds the notice of the committee named in the address.
func noticeOf(r *web.Request, p access.Pass[SeeNotice]) (notice, error) {
	var ns []notice
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		ns, err = notices(r.Context(), tx, p.Case)
		return err
	})
	if err != nil {
		return notice{}, err
	}
	for _, n := range ns {
		if n.Committee.ID == r.Path("committee") {
			return n, nil
		}
	}
	return notice{}, db.ErrNotFound
}

func noticeWord(r *web.Request, p access.Pass[SeeNotice]) (web.Answer, error) {
	n, err := noticeOf(r, p)
	if err != nil {
		return web.Answer{}, err
	}
	var b bytes.Buffer
	if err := document.Word(&b, n.document()); err != nil {
		return web.Answer{}, fmt.Errorf("write the notice: %w", err)
	}
	return web.File("decision-notice.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
}

func (n notice) document() document.Document {
	d := document.Document{Title: n.Form.Title, Header: "Official-Sensitive-Personal", Footer: n.Guidance.Title}
	section := ""
	for _, l := range n.Lines {
		if l.Section != section {
			section = l.Section
			d.Blocks = append(d.Blocks, document.Heading(1, section))
		}
		words := l.Words.Reveal()
		if words == "" {
			words = "(blank)"
		}
		d.Blocks = append(d.Blocks, document.Heading(2, l.Label), document.Paragraph(document.Plain(words)...))
	}
	return d
}

func noticeJSON(r *web.Request, p access.Pass[SeeNotice]) (web.Answer, error) {
	n, err := noticeOf(r, p)
	if err != nil {
		return web.Answer{}, err
	}
	type field struct {
		ID    string `json:"id"`
		Label string `json:"label"`
		Value string `json:"value"`
	}
	out := struct {
		Form     string   `json:"form"`
		Title    string   `json:"title"`
		Guidance string   `json:"guidance"`
		Fields   []field  `json:"fields"`
		Blanks   []string `json:"blanks"`
	}{Form: n.Form.ID, Title: n.Form.Title, Guidance: n.Guidance.ID, Blanks: append([]string{}, n.Blanks()...)}
	for _, l := range n.Lines {
		out.Fields = append(out.Fields, field{l.ID, l.Label, l.Words.Reveal()})
	}
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return web.Answer{}, fmt.Errorf("write the notice: %w", err)
	}
	return web.File("decision-notice.json", "application/json", body), nil
}
