/*
 * libpcap reading and writing savefiles, a whole file a call. It is loaded when it is asked for, so
 * that machines without it can still measure the rest; prototypes as in pcap.h.
 */
#include <dlfcn.h>
#include <sys/time.h>

#include "peer.h"

#define NANO 1
#define ETHERNET 1

struct pkthdr {
	struct timeval ts;
	uint32_t caplen;
	uint32_t len;
};

static void *(*open_offline)(const char *, unsigned, char *);
static int (*next_ex)(void *, struct pkthdr **, const uint8_t **);
static void *(*open_dead)(int, int, unsigned);
static void *(*dump_open)(void *, const char *);
static void (*dump)(void *, const struct pkthdr *, const uint8_t *);
static void (*dump_close)(void *);
static void (*pcap_close)(void *);

/* Whether there is a libpcap. */
API int peer_savefile_load(void)
{
	void *lib = dlopen("libpcap.so.0.8", RTLD_NOW);

	if (lib == NULL)
		lib = dlopen("libpcap.so.1", RTLD_NOW);
	if (lib == NULL)
		return 0;
	*(void **)&open_offline = dlsym(lib, "pcap_open_offline_with_tstamp_precision");
	*(void **)&next_ex = dlsym(lib, "pcap_next_ex");
	*(void **)&open_dead = dlsym(lib, "pcap_open_dead_with_tstamp_precision");
	*(void **)&dump_open = dlsym(lib, "pcap_dump_open");
	*(void **)&dump = dlsym(lib, "pcap_dump");
	*(void **)&dump_close = dlsym(lib, "pcap_dump_close");
	*(void **)&pcap_close = dlsym(lib, "pcap_close");
	return open_offline && next_ex && open_dead && dump_open && dump && dump_close && pcap_close;
}

/* Reads a file; answers the sum of times, lengths and last bytes, or -1. */
API int64_t peer_savefile_read(const char *path)
{
	char error[256];
	void *file = open_offline(path, NANO, error);
	struct pkthdr *header;
	const uint8_t *data;
	int64_t sum = 0;

	if (file == NULL)
		return -1;
	while (next_ex(file, &header, &data) == 1)
		sum += header->ts.tv_sec * 1000000000LL + header->ts.tv_usec + header->caplen +
		       header->len + (int8_t)data[header->caplen - 1];
	pcap_close(file);
	return sum;
}

/* Writes a packet so many times, a nanosecond apart; answers how many, or -1. */
API int64_t peer_savefile_write(const char *path, const uint8_t *packet, int64_t length,
				int64_t count)
{
	void *dead = open_dead(ETHERNET, 65535, NANO);
	void *file = dump_open(dead, path);
	struct pkthdr header = {.caplen = (uint32_t)length, .len = (uint32_t)length};

	if (file == NULL)
		return -1;
	for (int64_t i = 0; i < count; i++) {
		header.ts.tv_usec = i;
		dump(file, &header, packet);
	}
	dump_close(file);
	pcap_close(dead);
	return count;
}
