/*
 * What a C program does with the same rings: the peer that the benchmarks measure Java against.
 * Compiled with gcc -O3 when they are run, and called on the memory that Java uses.
 *
 * The layouts are those of net/netmap.h; the three ways of receiving and the one of sending are
 * written after the behaviour of nm_dispatch, nm_nextpkt and nm_inject. As those, it trusts what it
 * reads from the rings, and looks the ring up each time it is called.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>

#define API __attribute__((visibility("default")))
#define NS_MOREFRAG 0x20
#define MORE_PACKETS 1

struct slot {
	uint32_t buf_idx;
	uint16_t len;
	uint16_t flags;
	uint64_t ptr;
};

struct ring {
	int64_t buf_ofs;
	uint32_t num_slots;
	uint32_t buf_size;
	uint16_t ringid;
	uint16_t dir;
	uint32_t head;
	uint32_t cur;
	uint32_t tail;
	uint32_t flags;
	struct timeval ts;
	uint8_t rest[200];
	struct slot slot[];
};

_Static_assert(offsetof(struct ring, ts) == 40, "ts");
_Static_assert(offsetof(struct ring, slot) == 256, "slot");

struct nifp {
	char name[16];
	uint32_t version;
	uint32_t flags;
	uint32_t tx_rings;
	uint32_t rx_rings;
	uint32_t bufs_head;
	uint32_t host_tx_rings;
	uint32_t host_rx_rings;
	uint32_t spare[3];
	int64_t ring_ofs[];
};

_Static_assert(offsetof(struct nifp, ring_ofs) == 56, "ring_ofs");

struct port;

struct header {
	struct timeval ts;
	uint32_t caplen;
	uint32_t len;
	uint64_t flags;
	struct port *port;
	struct slot *slot;
	uint8_t *buf;
};

struct port {
	struct nifp *nifp;
	uint16_t last_tx, cur_tx;
	uint16_t last_rx, cur_rx;
	struct header header;
};

typedef void (*callback)(uint64_t *sum, const struct header *h, const uint8_t *data);

static struct port port;

static inline uint32_t next(const struct ring *r, uint32_t i)
{
	return i + 1 == r->num_slots ? 0 : i + 1;
}

static inline uint8_t *buffer(struct ring *r, uint32_t index)
{
	return (uint8_t *)r + r->buf_ofs + (size_t)index * r->buf_size;
}

/* Where a ring is, looked up for each packet that is sent or taken by itself, as the macros do. */
static inline struct ring *tx_ring(struct nifp *n, uint32_t i)
{
	return (struct ring *)((char *)n + n->ring_ofs[i]);
}

static inline struct ring *rx_ring(struct nifp *n, uint32_t i)
{
	return (struct ring *)((char *)n + n->ring_ofs[n->tx_rings + n->host_tx_rings + i]);
}

/* The stub of a sync: everything is the user's again. */
static inline void sync_ring(struct ring *r)
{
	r->tail = r->head == 0 ? r->num_slots - 1 : r->head - 1;
}

API void peer_open(void *base)
{
	memset(&port, 0, sizeof(port));
	port.nifp = base;
	port.last_tx = port.nifp->tx_rings - 1;
	port.last_rx = port.nifp->rx_rings - 1;
}

static inline uint32_t u16(const uint8_t *p)
{
	uint16_t v;

	memcpy(&v, p, 2);
	return __builtin_bswap16(v);
}

/* The work per packet: ethertype, header length, protocol, ports. */
static inline uint32_t headers(const uint8_t *p, uint32_t len)
{
	uint32_t transport, protocol;

	if (len < 34 || u16(p + 12) != 0x0800)
		return 0;
	transport = 14 + (p[14] & 0xf) * 4;
	protocol = p[23];
	if ((protocol != 6 && protocol != 17) || len < transport + 4)
		return 0;
	return protocol + u16(p + transport) + u16(p + transport + 2);
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

static int inject(struct port *p, const void *packet, size_t size)
{
	uint32_t at = p->cur_tx, rings = p->last_tx + 1;

	for (uint32_t n = 0; n < rings; n++, at++) {
		const uint8_t *from = packet;
		uint32_t i, last;
		size_t left = size;
		struct ring *r;
		struct slot *s;

		if (at > p->last_tx)
			at = 0;
		r = tx_ring(p->nifp, at);
		i = last = r->head;

		while (left > r->buf_size && last != r->tail) {
			left -= r->buf_size;
			last = next(r, last);
		}
		if (last == r->tail)
			continue;
		for (; i != last; i = next(r, i)) {
			s = &r->slot[i];
			memcpy(buffer(r, s->buf_idx), from, r->buf_size);
			s->len = (uint16_t)r->buf_size;
			s->flags = NS_MOREFRAG;
			from += r->buf_size;
		}
		s = &r->slot[i];
		memcpy(buffer(r, s->buf_idx), from, left);
		s->len = (uint16_t)left;
		s->flags = 0;
		r->head = r->cur = next(r, i);
		p->cur_tx = at;
		return (int)size;
	}
	return 0;
}

/* Fills an empty ring with a packet; answers how many went in. */
API uint64_t peer_inject(const void *packet, uint64_t size)
{
	uint64_t count = 0;

	sync_ring(tx_ring(port.nifp, 0));
	while (inject(&port, packet, size) > 0)
		count++;
	return count;
}
