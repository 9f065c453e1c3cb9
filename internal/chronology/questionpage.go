package chronology

import (
	"errors"
	"slices"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/web"
)

const longQuestion = 2000

// questionRow is a question in the list, with its owner in words.
type questionRow struct {
	study[question]
	Path, Owner, Where, Found string
	Links                     []aboutLink
}

// Open, Answered say how it stands.
func (q questionRow) Open() bool     { return q.Says.State == questionOpen }
func (q questionRow) Answered() bool { return q.Says.State == questionAnswered }

type questionsData struct {
	Ways    []look.Link
	Path    string
	Write   bool
	Where   string // only those to be answered there
	Open    []questionRow
	Settled []questionRow
}

var (
	questionsPage    = web.NewPage[questionsData](pages, "questions.html")
	questionPageOf   = web.NewPage[questionData](pages, "question.html")
	editQuestionPage = web.NewPage[editQuestionData](pages, "editquestion.html")
)

func questionRowOf(c access.Case, s study[question], names map[string]string) questionRow {
	q := questionRow{study: s, Path: questionPath(c, s.ID), Owner: names[s.Says.Owner], Where: optionLabel(string(s.Says.Where), answerPlaces),
		Found: optionLabel(string(s.Says.Found), answerPlaces)}
	if q.Owner == "" {
		q.Owner = "somebody who left the review"
	}
	return q
}

func listQuestions(r *web.Request, p access.Pass[SeeQuestions]) (web.Answer, error) {
	d := questionsData{Ways: WaysOf(r, p.Case, "chronology/questions"), Path: questionsPath(p.Case), Write: p.May(AskQuestion{}.Rule())}
	where := r.Query("where")
	if label := optionLabel(where, answerPlaces); label != where {
		d.Where = label
	}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := stillThere(studied[question](r.Context(), tx, p.Case, kindQuestion))
		if err != nil {
			return err
		}
		names, err := accountNames(r.Context(), tx, p.Case)
		for _, s := range all {
			q := questionRowOf(p.Case, s, names)
			if d.Where != "" && string(s.Says.Where) != where {
				continue
			}
			if q.Open() {
				d.Open = append(d.Open, q)
			} else {
				d.Settled = append(d.Settled, q)
			}
		}
		return err
	})
	return questionsPage.With(d), err
}

type questionData struct {
	Form   *form.Form
	Ways   []look.Link
	Back   string
	Write  bool
	Row    questionRow
	Places []form.Option
	Hows   []form.Option
	Past   []questionRow
	Stale  bool
}

// questionEnds are the two ends of a question.
var questionEnds = []form.Option{{Value: string(questionAnswered), Label: "It is answered"},
	{Value: string(questionClosed), Label: "It is closed without an answer", Hint: "Such as: nobody can know it any more."}}

func showQuestion(r *web.Request, p access.Pass[SeeQuestions]) (web.Answer, error) {
	return questionAgain(r, p.Case, form.New(), false)
}

func questionAgain(r *web.Request, c access.Case, f *form.Form, stale bool) (web.Answer, error) {
	d := questionData{Form: f, Ways: WaysOf(r, c, "chronology/questions"), Back: questionsPath(c), Write: c.May(AskQuestion{}.Rule()),
		Places: answerPlaces, Hows: questionEnds, Stale: stale}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		s, err := studyOf[question](r.Context(), tx, c, kindQuestion, r.Path("question"))
		if err != nil {
			return err
		}
		names, err := accountNames(r.Context(), tx, c)
		if err != nil {
			return err
		}
		d.Row = questionRowOf(c, s, names)
		f.Set("version", strconv.Itoa(s.Version))
		past, err := pastOf[question](r.Context(), tx, c, s.ID)
		if err != nil {
			return err
		}
		for _, was := range past {
			was.By = names[was.By]
			d.Past = append(d.Past, questionRowOf(c, was, names))
		}
		d.Row.By = names[s.By]
		d.Row.Links, err = s.Says.links(r.Context(), tx, c)
		return err
	})
	return questionPageOf.With(d), err
}

const changedMeanwhile = "Somebody else changed this question meanwhile. What it says now is on this page, and what you typed is kept. Look at both, and save again."

// settleQuestion says how a question was answered, or why it is closed without
// an answer.
func settleQuestion(r *web.Request, p access.Pass[AskQuestion]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	stale := false
	err := p.Write(ctx, func(tx *db.Tx) error {
		s, err := studyOf[question](ctx, tx, p.Case, kindQuestion, r.Path("question"))
		if err != nil {
			return err
		}
		q := s.Says
		q.State = questionState(f.Choice("how", questionEnds, "Choose how it ends."))
		switch q.State {
		case questionAnswered:
			q.Found = place(f.Choice("found", answerPlaces, "Choose where it was answered."))
			q.Answer = f.Text("answer", longEpisodeField, "Say what the answer is.")
		case questionClosed:
			q.Found = ""
			q.Answer = f.Text("answer", longEpisodeField, "Say why it is closed without an answer.")
		}
		if stale = f.Number("version", 0, 1<<30, "") != s.Version; stale {
			f.Refuse("", changedMeanwhile)
		}
		if !f.OK() {
			return errRefused
		}
		if err := amendStudy(ctx, tx, p.Case, s, q); err != nil {
			return err
		}
		return q.waits(ctx, tx, p.Case, s.ID)
	})
	if errors.Is(err, errRefused) {
		return questionAgain(r, p.Case, f, stale)
	}
	return web.Redirect(questionsPath(p.Case)).Say("The question is settled."), err
}

// openAgain takes a settled question up again. What was said of it stays in its
// history.
func openAgain(r *web.Request, p access.Pass[AskQuestion]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		s, err := studyOf[question](ctx, tx, p.Case, kindQuestion, r.Path("question"))
		if err != nil {
			return err
		}
		s.Version = r.Form.Number("version", 0, 1<<30, "")
		q := s.Says
		q.State, q.Answer, q.Found = questionOpen, "", ""
		if err := amendStudy(ctx, tx, p.Case, s, q); err != nil {
			return err
		}
		return q.waits(ctx, tx, p.Case, s.ID)
	})
	return web.Redirect(questionPath(p.Case, r.Path("question"))).Say("The question is open again."), err
}

type editQuestionData struct {
	Form     *form.Form
	Path     string
	Back     string
	New      bool
	Owners   []form.Option
	Places   []form.Option
	Episodes []form.Option
	Entries  []form.Option
	Theirs   *question
}

func askQuestion(r *web.Request, p access.Pass[AskQuestion]) (web.Answer, error) {
	return editQuestionAgain(r, p.Case, nil, false)
}

func editQuestionAgain(r *web.Request, c access.Case, f *form.Form, stale bool) (web.Answer, error) {
	d := editQuestionData{Form: f, New: r.Path("question") == newOne, Back: questionsPath(c), Places: answerPlaces}
	d.Path = questionPath(c, r.Path("question")) + "/edit"
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var s study[question]
		if !d.New {
			var err error
			if s, err = studyOf[question](r.Context(), tx, c, kindQuestion, r.Path("question")); err != nil {
				return err
			}
			d.Back = questionPath(c, s.ID)
		}
		if d.Form == nil {
			d.Form = s.Says.filled()
			d.Form.Set("version", strconv.Itoa(s.Version))
			if d.New {
				d.Form.Set("owner", c.Person())
				d.Form.Set("entries", r.Query("entry"))
				d.Form.Set("episodes", r.Query("episode"))
			}
		}
		if stale {
			d.Theirs = &s.Says
			d.Form.Set("version", strconv.Itoa(s.Version))
		}
		return d.fill(r, tx, c)
	})
	return editQuestionPage.With(d), err
}

func (q question) filled() *form.Form {
	f := form.New()
	f.Set("words", q.Words)
	f.Set("answering", q.Answering)
	f.Set("where", string(q.Where))
	f.Set("owner", q.Owner)
	f.Set("episodes", q.Episodes...)
	f.Set("entries", q.Entries...)
	return f
}

// fill finds what can be chosen. Of the entries, those that the question names.
func (d *editQuestionData) fill(r *web.Request, tx *db.Tx, c access.Case) error {
	var err error
	if d.Owners, err = questionOwners(r.Context(), tx, c); err != nil {
		return err
	}
	episodes, err := stillThere(studied[episode](r.Context(), tx, c, kindEpisode))
	if err != nil {
		return err
	}
	for _, s := range episodes {
		d.Episodes = append(d.Episodes, form.Option{Value: s.ID, Label: s.Says.Title, Hint: s.Says.WhenWords()})
	}
	entries, err := Entries(r.Context(), tx, c)
	for _, e := range entries {
		if slices.Contains(d.Form.Values("entries"), e.ID) {
			d.Entries = append(d.Entries, form.Option{Value: e.ID, Label: e.When.Reveal() + ": " + e.Event.Reveal(), Hint: e.AgencyName})
		}
	}
	return err
}

// saveQuestion keeps a question, and gives it to its owner.
func saveQuestion(r *web.Request, p access.Pass[AskQuestion]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := editQuestionData{Form: f, New: r.Path("question") == newOne}
	stale := false
	err := p.Write(ctx, func(tx *db.Tx) error {
		s := study[question]{Says: question{State: questionOpen}}
		var err error
		if !d.New {
			if s, err = studyOf[question](ctx, tx, p.Case, kindQuestion, r.Path("question")); err != nil {
				return err
			}
		}
		if err := d.fill(r, tx, p.Case); err != nil {
			return err
		}
		q := s.Says
		q.Words = f.Text("words", longQuestion, "Write the question.")
		q.Answering = f.Text("answering", longQuestion, "")
		q.Where = place(f.Choice("where", answerPlaces, ""))
		q.Owner = f.Choice("owner", d.Owners, "Choose who looks after it.")
		q.Episodes, q.Entries = f.Choices("episodes", d.Episodes, ""), f.Choices("entries", d.Entries, "")
		if stale = !d.New && f.Number("version", 0, 1<<30, "") != s.Version; stale {
			f.Refuse("", "Somebody else changed this question while you were writing. Nothing is lost: theirs is below yours. Put together what should stay.")
		}
		if !f.OK() {
			return errRefused
		}
		if d.New {
			s.ID, err = beginStudy(ctx, tx, p.Case, kindQuestion, q)
		} else {
			err = amendStudy(ctx, tx, p.Case, s, q)
		}
		if err != nil {
			return err
		}
		return q.waits(ctx, tx, p.Case, s.ID)
	})
	if errors.Is(err, errRefused) {
		return editQuestionAgain(r, p.Case, f, stale)
	}
	return web.Redirect(questionsPath(p.Case)).Say("The question is saved. It waits on the start page of who looks after it."), err
}
