package look

// Limit is something that was agreed not to be done, or not without asking, as
// it is told where somebody would do it.
type Limit struct {
	ID       string
	Title    string // "Limit on publication"
	Says     string // what is not to be done
	Rows     []Row  // what was agreed, for those who may read it
	Href     string // its own page, "" for those to whom it is shut
	Shut     bool   // the deed is refused
	Question string // asked at the deed, "" where nobody is asked there
}

// Bar is a stretch of time as a picture. All numbers are thousandths of its
// width. It is decoration: words beside it say the same.
type Bar struct {
	Span   Stripe   // from the start to the due day
	Ran    Stripe   // of it, what has passed
	Over   Stripe   // after the due day, what is late
	Paused []Stripe // what did not count
	Due    int      // 0 for no due day
	Today  int
}

// Stripe is a part of a Bar.
type Stripe struct{ From, Width int }
