package review

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

type holdData struct {
	Form    *form.Form
	Review  string
	Keeps   bool
	Pauses  bool // may pause clocks because of it
	Now     Hold
	Process Parallel
	Before  []Hold
	Answers []holdAnswer
	Names   map[string]string
	Clocks  []form.Option // that run now
	Paused  []clockLine   // because of this limit
	Mine    bool          // this person asked for the end, so another ends it
	Alone   bool          // nobody else keeps limits here
}

// holdAnswer is what somebody answered where a deed met the limit.
type holdAnswer struct {
	Deed, Answer, By string
	On               db.Date
	Words            seal.Text
}

// Said is the answer in words.
func (a holdAnswer) Said() string { return label(agreed, a.Answer) }

type holdFormData struct {
	Form     *form.Form
	Review   string
	Process  Parallel
	Now      Hold // zero for a new one
	Topics   []form.Option
	Levels   []form.Option
	Agencies []form.Option
	Sure     bool // a limit on everything is asked about twice
}

var (
	holdPage     = web.NewPage[holdData](pages, "hold.html")
	holdFormPage = web.NewPage[holdFormData](pages, "holdform.html")
)

func (d *holdData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	d.Review, d.Keeps = c.Review(), c.May(KeepParallel{}.Rule())
	d.Pauses = c.May(KeepClocks{}.Rule())
	all, err := readHolds(ctx, tx, c, true)
	if err != nil {
		return err
	}
	for _, h := range all {
		if h.ID == id {
			d.Before = append([]Hold{h}, d.Before...)
		}
	}
	if len(d.Before) == 0 {
		return db.ErrNotFound
	}
	d.Now, d.Before = d.Before[0], d.Before[1:]
	d.Mine = d.Now.State == "ending" && d.Now.By == c.Person()
	history, err := historyOf(ctx, tx, c, d.Now.Parallel)
	if err != nil {
		return err
	}
	d.Process = history[0]
	if d.Answers, err = answersTo(ctx, tx, c, id); err != nil {
		return err
	}
	if d.Names, err = namesOf(ctx, tx, c); err != nil {
		return err
	}
	if d.Alone, err = aloneIn(ctx, tx, c); err != nil {
		return err
	}
	return d.fillClocks(ctx, tx, c)
}

// aloneIn says that nobody but this person keeps limits in the review.
func aloneIn(ctx context.Context, tx *db.Tx, c access.Case) (bool, error) {
	people, err := c.People(ctx, tx)
	for _, p := range people {
		if p.Role&keepingLimits != 0 && !p.Walled && p.ID != c.Person() {
			return false, err
		}
	}
	return true, err
}

func answersTo(ctx context.Context, tx *db.Tx, c access.Case, hold string) ([]holdAnswer, error) {
	as, err := db.All(ctx, tx, func(r db.Row) (holdAnswer, error) {
		var a holdAnswer
		var id string
		var at time.Time
		err := r.Scan(&id, &a.Deed, &a.Answer, &a.By, &at, c.At(seal.Hold, "review_hold_answer", &id).Open("words", &a.Words))
		a.On = db.DateOf(at)
		return a, err
	}, `SELECT id, deed, answer, answered_by, at, words FROM review_hold_answer WHERE review_id = $1 AND hold_id = $2 ORDER BY at, id`,
		c.Review(), hold)
	if err != nil {
		return nil, fmt.Errorf("list what was answered: %w", err)
	}
	return as, nil
}

func showHold(r *web.Request, p access.Pass[SeeParallel]) (web.Answer, error) {
	return holdAgain(r, p.Case, form.New())
}

func holdAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := holdData{Form: f}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c, r.Path("hold")) })
	return holdPage.With(d), err
}

func (d *holdFormData) choices(ctx context.Context, tx *db.Tx, c access.Case, parallel string) error {
	d.Review, d.Levels = c.Review(), levels
	for _, t := range topics {
		d.Topics = append(d.Topics, form.Option{Value: string(t.Topic), Label: first(t.what), Hint: first(t.means) + "."})
	}
	history, err := historyOf(ctx, tx, c, parallel)
	if err != nil {
		return err
	}
	d.Process = history[0]
	agencies, err := Agencies(ctx, tx)
	for _, a := range agencies {
		d.Agencies = append(d.Agencies, form.Option{Value: a.ID, Label: a.Name})
	}
	return err
}

func first(words string) string { return string(words[0]-'a'+'A') + words[1:] }

func askHold(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	d := holdFormData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.choices(r.Context(), tx, p.Case, r.Path("parallel")) })
	return holdFormPage.With(d), err
}

func addHold(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	d := holdFormData{Form: r.Form}
	h := Hold{ID: db.NewID(), Parallel: r.Path("parallel"), State: "on"}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if err := d.choices(r.Context(), tx, p.Case, h.Parallel); err != nil {
			return err
		}
		h = d.read(h, r.Today())
		if !r.Form.OK() {
			return errFault
		}
		return keepHold(r.Context(), tx, p.Case, h)
	})
	if errors.Is(err, errFault) {
		return holdFormPage.With(d), nil
	}
	return web.Redirect(Path(p.Case, "holds/"+h.ID)).Say("The limit is in force. It is shown wherever somebody could break it."), err
}

// read takes in the form. A limit on everything is rare, and asked about twice.
func (d *holdFormData) read(h Hold, today db.Date) Hold {
	f := d.Form
	h.Topic = Topic(f.Choice("topic", d.Topics, "Choose what the limit is on."))
	h.Level = Level(f.Choice("level", levels, "Say how far the limit goes."))
	agencyNeeded, bodyNeeded := "", ""
	if h.Topic == Records {
		agencyNeeded = "Choose the agency whose records these are."
	}
	if h.Topic == Sharing {
		bodyNeeded = "Name the body that nothing is shared with."
	}
	if h.Agency = f.Choice("agency", d.Agencies, agencyNeeded); h.Topic != Records {
		h.Agency = ""
	}
	on := f.Date("agreed", "Give the day on which it was agreed, such as 3 March 2027.")
	if on.After(today) {
		f.Refuse("agreed", "This day is still to come. Write it down when it has been agreed.")
	}
	h.sheet = sheet{"with": seal.T(f.Line("with", 200, "Say who agreed on the other side.")),
		"ours": seal.T(f.Line("ours", 200, "Say who agreed for the review.")), "agreed": seal.T(on.String()),
		"limits":  seal.T(f.Text("limits", 2000, "Say what the limit is, in the words that were agreed.")),
		"goes_on": seal.T(f.Text("goes_on", 2000, "Say what may go on meanwhile. If it is nothing, say so.")),
		"body":    seal.T(f.Line("body", 200, bodyNeeded)), "until": seal.T(f.Date("until", "").String())}
	h.ReviewOn = comingDay(f, "review", today)
	if d.Sure = h.Topic == Everything; d.Sure && !f.Tick("sure") {
		f.Refuse("sure", "This stops the whole review, and most reviews go on beside other proceedings. Tick the box if it was really agreed that everything waits.")
	}
	return h
}

func askHoldChange(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	d := holdFormData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.load(r.Context(), tx, p.Case, r.Path("hold")) })
	if err != nil {
		return web.Answer{}, err
	}
	for name, words := range d.Now.sheet {
		d.Form.Set(name, words.Reveal())
	}
	for name, value := range map[string]string{"topic": string(d.Now.Topic), "level": string(d.Now.Level), "agency": d.Now.Agency,
		"agreed": d.Now.Day("agreed"), "until": d.Now.Day("until"), "review": d.Now.ReviewOn.Words(), "version": strconv.Itoa(d.Now.Version)} {
		d.Form.Set(name, value)
	}
	return holdFormPage.With(d), nil
}

// load reads the limit that is to be changed. What it is on stays: a limit on
// something else is another limit.
func (d *holdFormData) load(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	h, err := holdOf(ctx, tx, c, id)
	if err != nil {
		return err
	}
	if d.Now = h; h.State != "on" {
		return db.ErrStale
	}
	return d.choices(ctx, tx, c, h.Parallel)
}

func holdOf(ctx context.Context, tx *db.Tx, c access.Case, id string) (Hold, error) {
	all, err := holdsNow(ctx, tx, c)
	for _, h := range all {
		if h.ID == id {
			return h, err
		}
	}
	if err == nil {
		err = db.ErrNotFound
	}
	return Hold{}, err
}

func changeHold(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	d := holdFormData{Form: r.Form}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if err := d.load(r.Context(), tx, p.Case, r.Path("hold")); err != nil {
			return err
		}
		d.Form.Set("topic", string(d.Now.Topic))
		d.Form.Set("agency", d.Now.Agency)
		h := d.read(d.Now, r.Today())
		h.Version = r.Form.Number("version", 1, 1<<30, "Open the page again: it is not known what you saw.")
		if !r.Form.OK() {
			return errFault
		}
		return keepHold(r.Context(), tx, p.Case, h)
	})
	if errors.Is(err, errFault) {
		return holdFormPage.With(d), nil
	}
	return web.Redirect(Path(p.Case, "holds/"+r.Path("hold"))).Say("Saved. What stood there before is kept."), err
}

// endHold ends a limit. Whoever asks for it says why, and somebody else who keeps
// limits agrees; where there is nobody else yet, one person is enough. Until then
// the limit holds.
func endHold(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	f, over := r.Form, false
	words := f.Text("ended", 2000, "")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		h, err := holdOf(r.Context(), tx, p.Case, r.Path("hold"))
		if err != nil {
			return err
		}
		alone, err := aloneIn(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		switch {
		case h.State == "off", h.State == "ending" && h.By == p.Person():
			return db.ErrStale
		case h.State == "on" && words == "":
			f.Refuse("ended", "Say why the limit ends, and who agreed to that on the other side.")
			return errFault
		case h.State == "on" && !alone:
			h.State = "ending"
		default:
			h.State, over = "off", true
		}
		if words != "" {
			h.sheet["ended"] = seal.T(words)
		}
		if err := keepHold(r.Context(), tx, p.Case, h); err != nil {
			return err
		}
		return askToEnd(r.Context(), tx, p.Case, h, over)
	})
	if errors.Is(err, errFault) {
		return holdAgain(r, p.Case, f)
	}
	said := "Your wish to end it is written down. The limit holds until a second person agrees."
	if over {
		said = "The limit is ended. Clocks that were paused because of it are listed below."
	}
	return web.Redirect(Path(p.Case, "holds/"+r.Path("hold"))).Say(said), err
}

// askToEnd asks each other person who keeps limits to agree that one ends, or
// takes the question back when it has ended.
func askToEnd(ctx context.Context, tx *db.Tx, c access.Case, h Hold, over bool) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Role&keepingLimits == 0 || p.Walled {
			continue
		}
		key := "end-limit:" + h.ID + ":" + p.ID
		if err := Settle(ctx, tx, c, key); err != nil {
			return err
		}
		if over || p.ID == c.Person() {
			continue
		}
		if err := Ask(ctx, tx, c, Task{Key: key, Account: p.ID, What: "Say whether a limit that was agreed with others ends", Path: Path(c, "holds/"+h.ID)}); err != nil {
			return err
		}
	}
	return nil
}

// keepOn says that the limit goes on after all.
func keepOn(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		h, err := holdOf(r.Context(), tx, p.Case, r.Path("hold"))
		if err != nil {
			return err
		}
		if h.State != "ending" {
			return db.ErrStale
		}
		h.State = "on"
		if err := keepHold(r.Context(), tx, p.Case, h); err != nil {
			return err
		}
		return askToEnd(r.Context(), tx, p.Case, h, true)
	})
	return web.Redirect(Path(p.Case, "holds/"+r.Path("hold"))).Say("The limit goes on."), err
}
