package site

import (
	"context"
	"path/filepath"

	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// VerifyReport is what lr audit verify saw.
type VerifyReport = audit.Report

// verify checks the log of an installation without opening its reviews, also
// beside a running service.
func verify(ctx context.Context, c Config) (VerifyReport, error) {
	if c.Database == "" {
		c.Database = "sqlite:" + filepath.Join(c.Data, "lr.db")
	}
	signing, err := seal.ReadSecret(filepath.Join(c.Keys, "log"), c.Data, 32)
	if err != nil {
		return VerifyReport{}, err
	}
	log, err := audit.New(signing)
	if err != nil {
		return VerifyReport{}, err
	}
	d, err := db.Open(ctx, c.Database, c.Now)
	if err != nil {
		return VerifyReport{}, err
	}
	defer d.Close()
	in := &Installation{Config: c}
	outside, err := in.Checkpoints()
	if err != nil {
		return VerifyReport{}, err
	}
	return log.Verify(ctx, d, outside)
}
