/*
 * What a C program does with the same rings: the peer that the benchmarks measure Java against.
 * Compiled with gcc -O3 when they are run, and called on the memory that Java uses.
 *
 * The layouts are those of net/netmap.h; the three ways of receiving and the one of sending are
 * written after the behaviour of nm_dispatch, nm_nextpkt and nm_inject. As those, it trusts what it
 * reads from the rings, and looks the ring up each time it is called. Forwarding is written after
 * that of netmap's bridge.
 */
#include "peer.h"

#define MORE_PACKETS 1

typedef void (*callback)(uint64_t *sum, const struct header *h, const uint8_t *data);

static struct port port;

/* The stub of a sync: everything is the user's again. */
static inline void sync_ring(struct ring *r)
{
	r->tail = r->head == 0 ? r->num_slots - 1 : r->head - 1;
}

API void peer_open(void *base)
{
	port = open_port(base);
}

/* ---- nm_dispatch ---- */

static void first(uint64_t *sum, const struct header *h, const uint8_t *data)
{
	*sum += headers(data, h->caplen);
}

static void second(uint64_t *sum, const struct header *h, const uint8_t *data)
{
	*sum += headers(data, h->caplen) ^ 1;
}

static void third(uint64_t *sum, const struct header *h, const uint8_t *data)
{
	*sum += headers(data, h->caplen) ^ 2;
}

static void fourth(uint64_t *sum, const struct header *h, const uint8_t *data)
{
	*sum += headers(data, h->caplen) ^ 3;
}

static callback const callbacks[] = {first, second, third, fourth};

__attribute__((noinline))
static int dispatch(struct port *p, int limit, callback take, uint64_t *sum)
{
	struct header *h = &p->header;
	int given = 0, found = 0, rings = p->last_rx + 1;
	uint32_t at = p->cur_rx;

	h->port = p;
	h->flags = MORE_PACKETS;
	for (int n = 0; n < rings && found != limit; n++, at++) {
		struct ring *r;

		if (at > p->last_rx)
			at = 0;
		r = rx_ring(p->nifp, at);

		while (r->head != r->tail && found != limit) {
			uint32_t i = r->head;
			struct slot *s = &r->slot[i];
			uint8_t *data;

			if (given < found) { /* one is waiting, and it is not the last */
				take(sum, h, h->buf);
				given++;
			}
			data = buffer(r, s->buf_idx);
			h->ts = r->ts;
			h->buf = data;
			h->len = h->caplen = s->len;
			i = next(r, i);
			while ((s->flags & NS_MOREFRAG) && i != r->tail) {
				uint8_t *end = data + r->buf_size;

				s = &r->slot[i];
				data = buffer(r, s->buf_idx);
				h->len += s->len;
				if (data == end)
					h->caplen += s->len;
				i = next(r, i);
			}
			h->slot = s;
			r->head = r->cur = i;
			p->cur_rx = at;
			found++;
		}
	}
	if (given < found) {
		h->flags = 0;
		take(sum, h, h->buf);
	}
	return found;
}

/* Drains a full ring through the callback of that number. */
API uint64_t peer_dispatch(int which)
{
	uint64_t sum = 0;

	sync_ring(rx_ring(port.nifp, 0));
	dispatch(&port, -1, callbacks[which], &sum);
	return sum;
}

/* ---- the best plain loop ---- */

static inline uint64_t range(struct ring *r, uint32_t from, uint32_t to)
{
	const uint8_t *buffers = (const uint8_t *)r + r->buf_ofs;
	size_t size = r->buf_size;
	uint64_t sum = 0;

	for (const struct slot *s = r->slot + from, *end = r->slot + to; s < end; s++)
		sum += headers(buffers + s->buf_idx * size, s->len);
	return sum;
}

API uint64_t peer_loop(void)
{
	struct ring *r = rx_ring(port.nifp, 0);
	uint32_t head, tail;
	uint64_t sum;

	sync_ring(r);
	head = r->head;
	tail = r->tail;
	if (head <= tail)
		sum = range(r, head, tail);
	else
		sum = range(r, head, r->num_slots) + range(r, 0, tail);
	r->head = r->cur = tail;
	return sum;
}

/* ---- nm_nextpkt ---- */

static inline uint8_t *nextpkt(struct port *p, struct header *h)
{
	uint32_t at = p->cur_rx;

	do {
		struct ring *r = rx_ring(p->nifp, at);

		if (r->head != r->tail) {
			struct slot *s = &r->slot[r->head];
			uint8_t *data = buffer(r, s->buf_idx);

			h->ts = r->ts;
			h->len = h->caplen = s->len;
			r->head = r->cur = next(r, r->head);
			p->cur_rx = at;
			return data;
		}
		at = at + 1 > p->last_rx ? 0 : at + 1;
	} while (at != p->cur_rx);
	return NULL;
}

API uint64_t peer_nextpkt(void)
{
	struct header h;
	uint64_t sum = 0;
	uint8_t *data;

	sync_ring(rx_ring(port.nifp, 0));
	while ((data = nextpkt(&port, &h)) != NULL)
		sum += headers(data, h.caplen);
	return sum;
}

/* ---- nm_inject ---- */

/* Fills an empty ring with a packet; answers how many went in. */
API uint64_t peer_inject(const void *packet, uint64_t size)
{
	uint64_t count = 0;

	sync_ring(tx_ring(port.nifp, 0));
	while (inject(&port, packet, size) > 0)
		count++;
	return count;
}

/* ---- forwarding, as bridge ---- */

static struct nifp *target;

/* Where peer_forward copies to. */
API void peer_target(void *base)
{
	target = base;
}

/* Moves what is there: the slots exchange their buffers, or the bytes are copied. */
__attribute__((noinline))
static uint32_t forward(struct ring *rx, struct ring *tx, int zerocopy)
{
	uint32_t j = rx->head, k = tx->head;
	uint32_t there = (rx->tail - j + rx->num_slots) % rx->num_slots;
	uint32_t room = (tx->tail - k + tx->num_slots) % tx->num_slots;
	uint32_t count = there < room ? there : room;

	for (uint32_t n = count; n > 0; n--) {
		struct slot *rs = &rx->slot[j], *ts = &tx->slot[k];

		if (rs->buf_idx < 2 || ts->buf_idx < 2)
			break;
		if (rs->len > rx->buf_size)
			rs->len = 0;
		ts->len = rs->len;
		if (zerocopy) {
			uint32_t full = rs->buf_idx;

			rs->buf_idx = ts->buf_idx;
			ts->buf_idx = full;
			ts->flags |= NS_BUF_CHANGED;
			rs->flags |= NS_BUF_CHANGED;
		} else {
			memcpy(buffer(tx, ts->buf_idx), buffer(rx, rs->buf_idx), ts->len);
		}
		ts->flags = (ts->flags & ~NS_MOREFRAG) | (rs->flags & NS_MOREFRAG);
		j = next(rx, j);
		k = next(tx, k);
	}
	rx->head = rx->cur = j;
	tx->head = tx->cur = k;
	return count;
}

/* Forwards a full ring: within the region, or by copy to the target's. */
API uint64_t peer_forward(int zerocopy)
{
	struct ring *rx = rx_ring(port.nifp, 0);
	struct ring *tx = tx_ring(zerocopy ? port.nifp : target, 0);

	sync_ring(rx);
	sync_ring(tx);
	return forward(rx, tx, zerocopy);
}

/* ---- filters ---- */

typedef unsigned (*bpf_filter_function)(
	const void *program, const uint8_t *packet, unsigned length, unsigned captured);

/* Runs libpcap's bpf_filter on packets that lie one stride apart; answers how many match. */
API uint64_t peer_filter(bpf_filter_function run, const void *program, const uint8_t *packets,
	uint64_t stride, uint64_t count, int length)
{
	uint64_t found = 0;

	for (uint64_t i = 0; i < count; i++)
		found += run(program, packets + i * stride, length, length) != 0;
	return found;
}
