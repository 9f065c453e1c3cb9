package mail

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"

	"lr/internal/db"
)

// Kind is one of the messages there are.
type Kind string

const (
	NotificationBegun    Kind = "notification-begun"    // to whoever notifies, to come back to it
	NotificationReceived Kind = "notification-received" // to whoever notified
	NotificationInHand   Kind = "notification-in-hand"  // to whoever notified, once the lead officer has it
	NotifierTold         Kind = "notifier-told"         // to whoever notified, of the decision
	TaskWaits            Kind = "task-waits"
	ReportRequested      Kind = "report-requested"      // to an agency's author
	ReportReturned       Kind = "report-returned"       // to the author, with comments
	ReportReminder       Kind = "report-reminder"       // to the author, before the day it is due
	ReportLate           Kind = "report-late"           // to the author, after it
	SignReminder         Kind = "sign-reminder"         // to the approver with whom it is
	TimeAnswered         Kind = "time-answered"         // to the author who asked for more time, or is given it
	ReportWithdrawn      Kind = "report-withdrawn"      // to those of the agency who wrote and signed
	TeamInvited          Kind = "team-invited"          // to the review team
	PractitionersInvited Kind = "practitioners-invited" // to the practitioners' event
	ManagersInvited      Kind = "managers-invited"      // to the strategic managers' event
	AccountInvited       Kind = "account-invited"       // to make an account
	DecisionTold         Kind = "decision-told"
	OutcomeTold          Kind = "outcome-told" // the report is approved: back to those who took part
)

// letter is the fixed words of a kind. Where there is no day, no link, or no
// review, the words about it are left out.
type letter struct {
	subject string
	says    string
	due     string // %s is the day
	link    string // before the link
	unnamed bool   // the review's code name is left out

	// farewell also goes to somebody whose part in the review has ended.
	farewell bool
}

const signIn = "Sign in to see it:"

var letters = map[Kind]letter{
	NotificationBegun: {
		subject: "The link to come back to what you began",
		says:    "You began a form on our site and can come back to it with this link. Nothing has been sent to anybody yet. Whoever has the link can read what you wrote, so please pass it on to nobody.",
		due:     "The link works until %s. After that, what you wrote is deleted.",
		link:    "Go on here:",
		unnamed: true,
	},
	NotificationReceived: {
		subject: "We have your notification",
		says:    "Thank you. Your notification has arrived, and a lead officer will read it. They will tell you what was decided.",
		due:     "You can expect to hear from them by %s.",
		link:    "Your receipt, with what happens next and by when:",
	},
	NotificationInHand: {
		subject: "Your notification is being looked at",
		says:    "A lead officer has read your notification. The agencies that were involved are asked next. You will be told what is decided.",
	},
	NotifierTold: {
		subject: "What was decided on your notification",
		says:    "The committee has decided on what you notified. The lead officer will tell you more by telephone or in person, because messages hold nothing about a case.",
	},
	TaskWaits: {
		subject: "Something waits for you",
		says:    "Something in a learning review waits for you.",
		due:     "It is due on %s.",
		link:    signIn,
	},
	ReportRequested: {
		subject: "A report is asked of your agency",
		says:    "Your agency is asked for a report for a learning review. It is about learning, and not about blame.",
		due:     "Please send it by %s. If you need longer, say so early and why.",
		link:    "Sign in to see what is asked and to write it:",
	},
	ReportReturned: {
		subject: "Your report came back with comments",
		says:    "The report that you sent for a learning review was read, and came back to you with comments.",
		due:     "Please send it again by %s.",
		link:    "Sign in to see the comments:",
	},
	ReportReminder: {
		subject: "A report is due soon",
		says:    "Your agency's report for a learning review has not come yet.",
		due:     "It is due on %s. If you need longer, you can ask for another day on its page.",
		link:    "Sign in to write it, or to ask for more time:",
	},
	ReportLate: {
		subject: "A report is late",
		says:    "Your agency's report for a learning review has not come yet.",
		due:     "It was due on %s. Please send it, or say on its page why it is late and when it will come.",
		link:    "Sign in to write it, or to ask for more time:",
	},
	SignReminder: {
		subject: "A report waits for your signature",
		says:    "Your agency's report for a learning review is written, and waits until you have read it. You can sign it or give it back.",
		due:     "The day it is due: %s.",
		link:    "Sign in to read it:",
	},
	TimeAnswered: {
		subject: "The day your report is due",
		says:    "The lead officer has answered about more time for your agency's report.",
		due:     "Your report is due on %s.",
		link:    "Sign in to see the answer:",
	},
	ReportWithdrawn: {
		subject:  "A report is not needed any more",
		says:     "Your agency was asked for a report for a learning review. It is not needed any more, and you have nothing left to do. Your part in this review has ended.",
		farewell: true,
	},
	TeamInvited: {
		subject: "You are asked to join a review team",
		says:    "You are asked to be part of the team of a learning review.",
		due:     "Please answer by %s.",
		link:    "Sign in to see what it asks of you, and to answer:",
	},
	PractitionersInvited: {
		subject: "You are invited to an event",
		says:    "You are invited to an event for practitioners, as part of a learning review. It is there to learn together, and not to find fault with anybody. Somebody is named to support you before, during and after it.",
		due:     "Please answer by %s.",
		link:    "Sign in, when it suits you, to see when it is and who supports you:",
	},
	ManagersInvited: {
		subject: "You are invited to an event for managers",
		says:    "You are invited to an event for strategic managers, as part of a learning review.",
		due:     "Please answer by %s.",
		link:    "Sign in to see when it is and what it is about:",
	},
	AccountInvited: {
		subject: "You are invited to make an account",
		says:    "You are invited to make an account for learning reviews. The person who invited you will give you a code by telephone. You need it to begin.",
		due:     "The invitation ends on %s.",
		link:    "Begin here:",
		unnamed: true,
	},
	DecisionTold: {
		subject: "There is a decision",
		says:    "The committee has decided whether there will be a learning review.",
		link:    signIn,
	},
	OutcomeTold: {
		subject: "What came of the learning review",
		says:    "The learning review in which you had a part has come to its outcome. You can see it before it is published. Thank you for your part in it.",
		due:     "It will be published on %s.",
		link:    signIn,
	},
}

// Subject is how the message is called, for lists.
func (k Kind) Subject() string { return letters[k].subject }

// Office is who messages come from.
type Office struct {
	Base      string // address people use, "https://reviews.example.org"
	Committee string // name of the committee, or of what the committees share
	From      string // address that takes no answers, "no-reply@example.org"
	ReplyTo   string // address of the lead officer's office; "" for none
}

// check refuses an office that cannot write to anybody, in one sentence.
func (o Office) check() error {
	base, err := url.Parse(o.Base)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return fmt.Errorf("the address of the site must begin with https://")
	}
	if strings.IndexFunc(o.Committee, func(r rune) bool { return r < ' ' || r == 0x7f }) >= 0 || o.Committee == "" {
		return fmt.Errorf("messages need the committee's name, in one line")
	}
	if _, err := parse(o.From); err != nil {
		return fmt.Errorf("the address that messages come from: %w", err)
	}
	if o.ReplyTo != "" {
		if _, err := parse(o.ReplyTo); err != nil {
			return fmt.Errorf("the address of the lead officer's office: %w", err)
		}
	}
	return nil
}

// body puts the letter together. code is the review's, link the whole address;
// each may be "".
func (o Office) body(l letter, code, link string, due db.Date) string {
	parts := []string{l.says}
	if code != "" && !l.unnamed {
		parts = append(parts, "The review is called "+code+" here. The name says nothing about anybody.")
	}
	if !due.IsZero() && l.due != "" {
		parts = append(parts, fmt.Sprintf(l.due, due.Words()))
	}
	if link != "" {
		parts = append(parts, l.link+"\n"+link)
	}
	ask := "If you have a question, ask your lead officer. Nobody reads answers to this message."
	if o.ReplyTo != "" {
		ask = "If you have a question, answer this message: it reaches the lead officer's office. Please write nothing about the case in an e-mail."
	}
	return strings.Join(append(parts, ask, o.Committee), "\n\n") + "\n"
}

// parse reads one bare e-mail address, "a.example@sampleton.example". A name
// beside it, or anything that could be more than one address, is refused.
func parse(typed string) (*mail.Address, error) {
	a, err := mail.ParseAddress(typed)
	if err != nil || a.Address != typed || len(typed) > 254 {
		return nil, errAddress
	}
	local, domain, _ := strings.Cut(typed, "@")
	plain := func(s, more string) bool {
		return s != "" && strings.IndexFunc(s, func(r rune) bool {
			return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(more, r))
		}) < 0
	}
	if len(local) > 64 || !plain(local, ".!#$%&'*+-/=?^_`{|}~") || !plain(domain, ".-") {
		return nil, errAddress
	}
	return &mail.Address{Address: typed}, nil
}

var errAddress = fmt.Errorf("this is not an e-mail address")

// Valid says whether one message could be sent to what was typed.
func Valid(typed string) bool {
	_, err := parse(typed)
	return err == nil
}
