package access

import (
	"maps"
	"sync"
	"time"

	"lr/internal/seal"
)

// How long what was worked out of a review's words stays in memory after it was
// asked for, and how many of such.
const (
	keptFor  = 10 * time.Minute
	mostKept = 4096
)

// kept is what acts worked out of the words of reviews.
type kept struct {
	sync.Mutex
	all   map[keptKey]keptValue
	swept time.Time
}

type keptKey struct {
	review, what string
	of           seal.Compartment
}

type keptValue struct {
	version string
	value   any
	used    time.Time
}

// Kept gives what make works out of the words of a compartment, from memory
// where it was made before of the same version. The version changes whenever the
// words change, and never comes back: an id made anew at each change. Only an act
// that opens the compartment gets it, others ErrForbidden. The value is shared:
// whoever gets it changes nothing in it.
func Kept[T any](c Case, of seal.Compartment, what, version string, make func() (T, error)) (T, error) {
	id := c.Review()
	all, err := KeptOf([]Case{c}, of, what, map[string]string{id: version}, func([]Case) (map[string]T, error) {
		value, err := make()
		return map[string]T{id: value}, err
	})
	return all[id], err
}

// KeptOf is Kept of many reviews at once: the version, and what it gives, are by
// review. make is asked for those only that are not in memory, if any.
func KeptOf[T any](cases []Case, of seal.Compartment, what string, version map[string]string, make func([]Case) (map[string]T, error)) (map[string]T, error) {
	all := map[string]T{}
	var missing []Case
	for _, c := range cases {
		if !c.Opens(of) {
			return nil, ErrForbidden
		}
		id := c.Review()
		if value, ok := c.in.gate.kept.find(keptKey{id, what, of}, version[id]).(T); ok {
			all[id] = value
		} else {
			missing = append(missing, c)
		}
	}
	if len(missing) == 0 {
		return all, nil
	}
	made, err := make(missing)
	if err != nil {
		return nil, err
	}
	for _, c := range missing {
		id := c.Review()
		c.in.gate.kept.keep(keptKey{id, what, of}, version[id], made[id])
		all[id] = made[id]
	}
	return all, nil
}

// find gives the value, or nil.
func (k *kept) find(key keptKey, version string) any {
	k.Lock()
	defer k.Unlock()
	v, ok := k.all[key]
	if !ok || v.version != version || time.Since(v.used) > keptFor {
		return nil
	}
	v.used = time.Now()
	k.all[key] = v
	return v.value
}

// keep takes the value in, and lets go of what is old; where there is too much, of
// any other.
func (k *kept) keep(key keptKey, version string, value any) {
	k.Lock()
	defer k.Unlock()
	now := time.Now()
	if k.all == nil {
		k.all = map[keptKey]keptValue{}
	}
	k.all[key] = keptValue{version, value, now}
	if now.Sub(k.swept) > keptFor/10 {
		k.swept = now
		maps.DeleteFunc(k.all, func(_ keptKey, v keptValue) bool { return now.Sub(v.used) > keptFor })
	}
	for other := range k.all {
		if len(k.all) <= mostKept {
			break
		}
		if other != key {
			delete(k.all, other)
		}
	}
}
