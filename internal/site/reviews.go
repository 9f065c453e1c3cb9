package site

import (
	"context"

	"lr/internal/clock"
)

func (in *Installation) reviews(ctx context.Context, past *clock.Fixed) error { return nil }
