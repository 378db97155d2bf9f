/*
 * A pipe in C, between two threads: the peer of the embedded engine's. It works on the rings of a
 * pipe that the embedded engine made and that nobody else uses, and does what a program on netmap
 * does, with the module's pipe behind it:
 *
 *   sender     for each packet nm_inject: a copy into the buffer of the slot at head, its length
 *              and flags, head and cur. After a batch a transmit sync: the slots queued are copied
 *              into the other end's, NS_BUF_CHANGED is taken away, the end of the last complete
 *              packet is published; tail is what the receiver has released.
 *   receiver   a receive sync: the slots released are copied back and published as room, tail is
 *              what was published. Then it reads the headers of all packets, and sets head and cur.
 *
 * The two indices that the ends tell each other are on cache lines of their own, with acquire and
 * release, as in Java. Who finds nothing to do pauses, at times lets other threads run, and syncs
 * again. Each thread is one of Java's, which calls its function for a whole run.
 */
#define _GNU_SOURCE
#include "peer.h"

#include <sched.h>
#include <stdatomic.h>

#if defined(__x86_64__) || defined(__i386__)
#define PAUSE() __builtin_ia32_pause()
#else
#define PAUSE() ((void)0)
#endif

#define APART 128

static struct {
	struct port sender, receiver;
	_Alignas(APART) uint32_t sent;             /* the sender's hwcur */
	_Alignas(APART) uint32_t released;         /* the receiver's hwcur */
	_Alignas(APART) _Atomic uint32_t written;  /* the first slot not written */
	_Alignas(APART) _Atomic uint32_t room;     /* the last slot that may be filled */
	_Alignas(APART) char end[APART];
} lane;

API void peer_pipe_open(void *sender, void *receiver)
{
	lane.sender = open_port(sender);
	lane.receiver = open_port(receiver);
	lane.sent = 0;
	lane.released = 0;
	atomic_store(&lane.written, 0);
	atomic_store(&lane.room, tx_ring(sender, 0)->num_slots - 1);
}

static void idle(uint32_t times)
{
	if (times % 64 == 0)
		sched_yield();
	else
		PAUSE();
}

/* Keeps the calling thread on the which'th of the processors that it may run on, going round. */
API void peer_pin(int which)
{
	cpu_set_t all, one;
	int cpu = -1;

	if (sched_getaffinity(0, sizeof(all), &all) != 0)
		return;
	for (int left = which % CPU_COUNT(&all); left >= 0; left--)
		do
			cpu++;
		while (!CPU_ISSET(cpu, &all));
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static inline void copy_slot(struct slot *from, struct slot *to)
{
	*to = *from;
	if (from->flags & NS_BUF_CHANGED)
		from->flags &= ~NS_BUF_CHANGED;
}

static void txsync(struct ring *tx, struct ring *rx)
{
	uint32_t end = atomic_load_explicit(&lane.written, memory_order_relaxed), was = end;
	uint32_t head = tx->head;

	for (uint32_t k = lane.sent; k != head; ) {
		int more = tx->slot[k].flags & NS_MOREFRAG;

		copy_slot(&tx->slot[k], &rx->slot[k]);
		k = next(tx, k);
		if (!more)
			end = k;
	}
	lane.sent = head;
	if (end != was)
		atomic_store_explicit(&lane.written, end, memory_order_release);
	tx->tail = atomic_load_explicit(&lane.room, memory_order_acquire);
}

static void rxsync(struct ring *tx, struct ring *rx)
{
	uint32_t head = rx->head;

	if (lane.released != head) {
		for (uint32_t k = lane.released; k != head; k = next(rx, k))
			copy_slot(&rx->slot[k], &tx->slot[k]);
		lane.released = head;
		atomic_store_explicit(
			&lane.room, head == 0 ? rx->num_slots - 1 : head - 1, memory_order_release);
	}
	rx->tail = atomic_load_explicit(&lane.written, memory_order_acquire);
}

/* Sends a packet so many times, with a sync after each batch and whenever there is no room. */
API uint64_t peer_pipe_send(const void *packet, uint64_t size, uint64_t count, uint64_t batch)
{
	struct ring *tx = tx_ring(lane.sender.nifp, 0), *rx = rx_ring(lane.receiver.nifp, 0);
	uint32_t times = 0;

	for (uint64_t sent = 0; sent < count; ) {
		uint64_t end = sent + batch < count ? sent + batch : count;

		while (sent < end) {
			while (sent < end && inject(&lane.sender, packet, size) > 0)
				sent++;
			txsync(tx, rx);
			if (sent < end)
				idle(++times);
		}
	}
	return count;
}

/* Receives so many packets; answers the sum of what it read. */
API uint64_t peer_pipe_receive(uint64_t count)
{
	struct ring *tx = tx_ring(lane.sender.nifp, 0), *rx = rx_ring(lane.receiver.nifp, 0);
	uint64_t sum = 0;
	uint32_t times = 0;

	for (uint64_t received = 0; received < count; ) {
		uint32_t head, tail;

		rxsync(tx, rx);
		head = rx->head;
		tail = rx->tail;
		if (head == tail)
			idle(++times);
		for (; head != tail; head = next(rx, head)) {
			struct slot *s = &rx->slot[head];

			sum += headers(buffer(rx, s->buf_idx), s->len);
			received++;
		}
		rx->head = rx->cur = tail;
	}
	rxsync(tx, rx);
	return sum;
}
