package decision

import (
	"lr/internal/access"
	"lr/internal/seal"
	"lr/internal/web"
)

func committeeRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/decision", showDecision)
	web.Add(rs, "GET /reviews/{review}/decision/word", decisionWord)
	web.Add(rs, "GET /reviews/{review}/decision/bring", askBring)
	web.Add(rs, "POST /reviews/{review}/decision/bring", bring)
	web.Add(rs, "GET /reviews/{review}/decision/committees/{committee}", askDecision)
	web.Add(rs, "POST /reviews/{review}/decision/committees/{committee}", decide)
	web.Add(rs, "GET /reviews/{review}/decision/confirm/{committee}", askConfirm)
	web.Add(rs, "POST /reviews/{review}/decision/confirm/{committee}", confirm)
	web.Add(rs, "GET /reviews/{review}/decision/more/{committee}", askMore)
	web.Add(rs, "POST /reviews/{review}/decision/more/{committee}", answerMore)
	web.Add(rs, "GET /reviews/{review}/decision/minutes/{committee}", showMinutes)
	web.Add(rs, "GET /reviews/{review}/decision/minutes/{committee}/word", minutesWord)
	web.Add(rs, "GET /reviews/{review}/decision/minutes/{committee}/write", askMinutes)
	web.Add(rs, "POST /reviews/{review}/decision/minutes/{committee}/write", writeMinutes)
	web.Add(rs, "POST /reviews/{review}/decision/minutes/{committee}/record", recordMinutes)
	web.Add(rs, "POST /reviews/{review}/decision/read/{committee}", haveRead)
	web.Add(rs, "GET /reviews/{review}/decision/ratify/{committee}", askRatify)
	web.Add(rs, "POST /reviews/{review}/decision/ratify/{committee}", ratify)
	web.Add(rs, "GET /reviews/{review}/decision/chiefs/{committee}", askChiefsTold)
	web.Add(rs, "POST /reviews/{review}/decision/chiefs/{committee}", chiefsTold)
	web.Add(rs, "GET /reviews/{review}/decision/notifier", askNotifierTold)
	web.Add(rs, "POST /reviews/{review}/decision/notifier", notifierTold)
	web.Add(rs, "GET /reviews/{review}/decision/letters", showLetters)
	web.Add(rs, "GET /reviews/{review}/decision/letters/{committee}/{whom}", askLetter)
	web.Add(rs, "POST /reviews/{review}/decision/letters/{committee}/{whom}", saveLetter)
	web.Add(rs, "POST /reviews/{review}/decision/letters/{committee}/{whom}/issue", issueLetter)
	web.Add(rs, "GET /reviews/{review}/decision/letters/{committee}/{whom}/word", letterWord)
	web.Add(rs, "GET /reviews/{review}/decision/notice/{committee}", showNotice)
	web.Add(rs, "POST /reviews/{review}/decision/notice/{committee}", noticeSent)
	web.Add(rs, "GET /reviews/{review}/decision/notice/{committee}/fill", askNotice)
	web.Add(rs, "POST /reviews/{review}/decision/notice/{committee}/fill", fillNotice)
	web.Add(rs, "GET /reviews/{review}/decision/notice/{committee}/word", noticeWord)
	web.Add(rs, "GET /reviews/{review}/decision/notice/{committee}/json", noticeJSON)
	web.Add(rs, "GET /reviews/{review}/decision/learned/{committee}", askLearned)
	web.Add(rs, "POST /reviews/{review}/decision/learned/{committee}", learned)
}

// Bring is to bring the recommendation to the committees.
type Bring struct{}

func (Bring) Rule() access.Rule {
	return rule("bring", access.LeadOfficer, access.At(access.Deciding))
}

// SeeDecision is to read what the committees decided.
type SeeDecision struct{}

func (SeeDecision) Rule() access.Rule {
	return access.Rule{Name: "decision.see", Opens: seal.Deliberation, Who: access.Grants{
		{Roles: access.LeadOfficer | access.CommitteeChair, Stages: access.From(access.Deciding)},
		{Roles: access.ChiefOfficer, Stages: access.At(access.Deciding)},
		{Roles: access.ReviewChair | access.Reviewer, Stages: access.From(access.SettingUp)},
	}}
}

// Decide is to decide for one's committee.
type Decide struct{}

func (Decide) Rule() access.Rule {
	return rule("decide", access.CommitteeChair, access.At(access.Deciding))
}

// Confirm is to say whether one's committee stands by what was decided for it
// between its meetings. The review may have gone on by then.
type Confirm struct{}

func (Confirm) Rule() access.Rule {
	return rule("confirm", access.CommitteeChair, access.From(access.Deciding))
}

// AnswerMore is to answer a committee that asked for more.
type AnswerMore struct{}

func (AnswerMore) Rule() access.Rule {
	return rule("answer", access.LeadOfficer, access.At(access.Deciding))
}

// WriteMinutes is to write the minutes of a committee, RecordMinutes to make them
// the committee's own.
type WriteMinutes struct{}

func (WriteMinutes) Rule() access.Rule {
	return rule("minutes", access.LeadOfficer|access.CommitteeChair, access.From(access.Deciding))
}

type RecordMinutes struct{}

func (RecordMinutes) Rule() access.Rule {
	return rule("minutes-record", access.CommitteeChair, access.From(access.Deciding))
}

// HaveRead is a chief officer's word that they know of the decision, Ratify
// that they agree to it or send it back.
type HaveRead struct{}

func (HaveRead) Rule() access.Rule {
	return rule("read", access.ChiefOfficer, access.At(access.Deciding))
}

type Ratify struct{}

func (Ratify) Rule() access.Rule {
	return rule("ratify", access.ChiefOfficer, access.At(access.Deciding))
}

// late is a rule for the lead officer that opens Hold as well, where it is kept
// why a time limit was missed.
func late(name string, stages access.Stages) access.Rule {
	return access.Rule{Name: "decision." + name, Opens: seal.Deliberation | seal.Hold,
		Who: access.Grants{{Roles: access.LeadOfficer, Stages: stages}}}
}

// Tell is to write down who was told of the decision, when and how.
type Tell struct{}

func (Tell) Rule() access.Rule {
	return late("tell", access.At(access.Deciding))
}

// TellLater is to write down what is told when the review may have gone on.
type TellLater struct{}

func (TellLater) Rule() access.Rule {
	return rule("tell-later", access.LeadOfficer, access.Through(access.Deciding, access.Improving))
}

// SeeLetters is to read the letters about the decision, WriteLetters to write and
// to issue them.
type SeeLetters struct{}

func (SeeLetters) Rule() access.Rule {
	return rule("letters", access.LeadOfficer, access.From(access.Deciding))
}

type WriteLetters struct{}

func (WriteLetters) Rule() access.Rule {
	return rule("letters-write", access.LeadOfficer, access.Through(access.Deciding, access.Improving))
}

// SeeNotice is to make the notice for the Care Inspectorate. [CI-LR]
type SeeNotice struct{}

func (SeeNotice) Rule() access.Rule {
	return late("notice", access.From(access.Deciding))
}
