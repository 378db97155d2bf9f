/*
 * The layouts of net/netmap.h, and what the peers have in common.
 */
#ifndef PEER_H
#define PEER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>

#define API __attribute__((visibility("default")))
#define NS_MOREFRAG 0x20
#define NS_BUF_CHANGED 0x1

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

static inline struct port open_port(struct nifp *n)
{
	return (struct port){.nifp = n, .last_tx = n->tx_rings - 1, .last_rx = n->rx_rings - 1};
}

/* nm_inject. */
static inline int inject(struct port *p, const void *packet, size_t size)
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

#endif
