// Package site puts the program together: the steps of the process in their
// order, the foundations they stand on, and the commands that start it.
package site

import (
	"embed"
	"io/fs"

	"lr/internal/access"
	"lr/internal/audit"
	"lr/internal/job"
	"lr/internal/mail"
	"lr/internal/notification"
	"lr/internal/review"
	"lr/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed *.html
var pages embed.FS

// features are the steps, in the order of the process. Adding a step is one line.
var features = []web.Feature{
	review.Feature,
	notification.Feature,
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
