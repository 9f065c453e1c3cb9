package notification

import (
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

// Preview is the page for an invented event before one committee.
func Preview(c review.Committee, today db.Date) web.Answer {
	d := askData{Form: form.New(), About: string(c.Track), Person: string(c.Track), Ways: ways, Answers: yesNo,
		Sheets:   sheetsOf([]review.Committee{c}, today),
		Agencies: []form.Option{{Value: "social-work", Label: "Exampleshire Social Work"}, {Value: "health", Label: "Exampleshire Health Board"}}}
	for field, words := range map[string]string{"name": "Wilma Walkon", "post": "Team manager, Exampleshire Social Work",
		"email": "wilma.walkon@exampleshire.example", "subject": "Morag Inventedname", "born": "3 May 2013", "route": string(Harm),
		"happened": today.AddDays(-6).Words(), "event": "Somebody was found in great need.", "risk": "No. Everybody is safe.", "agencies": "health"} {
		d.Form.Set(field, words)
	}
	return askPage.With(d)
}
