// Package site puts the program together: the steps of the process in their
// order, the foundations they stand on, and the commands that start it.
package site

import (
	"embed"
	"io/fs"

	"lr/internal/access"
	"lr/internal/account"
	"lr/internal/agencyreport"
	"lr/internal/audit"
	"lr/internal/chronology"
	"lr/internal/committee"
	"lr/internal/decision"
	"lr/internal/dissemination"
	"lr/internal/event"
	"lr/internal/improvement"
	"lr/internal/job"
	"lr/internal/learning"
	"lr/internal/mail"
	"lr/internal/notification"
	"lr/internal/report"
	"lr/internal/review"
	"lr/internal/reviewteam"
	"lr/internal/support"
	"lr/internal/web"
	"lr/internal/yearly"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed *.html
var pages embed.FS

// features are the steps, in the order of the process. Adding a step is one line.
var features = []web.Feature{
	review.Feature,
	notification.Feature,
	agencyreport.Feature,
	chronology.Feature,
	decision.Feature,
	reviewteam.Feature,
	support.Feature,
	event.Feature,
	learning.Feature,
	report.Feature,
	dissemination.Feature,
	improvement.Feature,
	yearly.Feature,
	committee.Feature,
	account.Feature,
	about,
}

// schemas are those of the foundations and of the steps.
func schemas() []fs.FS {
	all := []fs.FS{audit.Schema, access.Schema, job.Schema, mail.Schema, schema}
	for _, f := range features {
		if f.Schema != nil {
			all = append(all, f.Schema)
		}
	}
	return all
}
