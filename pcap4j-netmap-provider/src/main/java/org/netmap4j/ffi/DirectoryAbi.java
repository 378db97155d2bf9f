package org.netmap4j.ffi;

/**
 * What a region of the embedded engine says of itself to who looks from another process, behind
 * netmap's own image in the same memfd. In the machine's order; the file's last page is the head.
 *
 * <pre>
 *  0                          netmap's image: netmap_ifs, rings, buffers
 *  HEAD_IMAGE_BYTES           a record per netmap_if object, then one per ring object
 *  file's length - HEAD_SIZE  the head
 * </pre>
 *
 * <p>The head is written once; its magic number comes last. A record's sequence is odd while its
 * fields are written, and changes whenever they do: who reads them looks at it before and after.
 * Counters are apart from that: each is written by itself, at any time, and read whole.
 *
 * <p>A reader takes no version but the one that it knows. Numbers of kinds, causes and accuracies
 * are those of org.netmap4j.engine.DirectoryNumbers, which are part of the version.
 */
public final class DirectoryAbi {
  private DirectoryAbi() {}

  /** How the name of a region's memfd begins. */
  public static final String NAME = "netmap-region-";

  // the head
  /** Bytes of the head: a page. */
  public static final int HEAD_SIZE = 4096;

  /** uint64_t: {@link #MAGIC}. */
  public static final int HEAD_MAGIC = 0;

  /** "netmap4j". */
  public static final long MAGIC = 0x6a34_7061_6d74_656eL;

  /** uint32_t: {@link #VERSION}. */
  public static final int HEAD_VERSION = 8;

  /** The version described here. */
  public static final int VERSION = 1;

  /** uint32_t: the region's number in its engine. */
  public static final int HEAD_REGION = 12;

  /** uint64_t: bytes of netmap's image, where the records begin. */
  public static final int HEAD_IMAGE_BYTES = 16;

  /**
   * The pools of netmap_ifs, rings and buffers, one behind the other as in struct nmreq_pools_info:
   * {@link NetmapAbi#POOL_OFFSET} and so on.
   */
  public static final int HEAD_POOLS = 32;

  // a record of a netmap_if
  /** Bytes of the record. */
  public static final int PORT_SIZE = 128;

  // a record of a ring
  /** Bytes of the record. */
  public static final int RING_SIZE = 256;

  // both
  /** uint32_t: odd while the record is written. */
  public static final int SEQUENCE = 0;

  /** uint32_t: 1 while the object is in use, else 0. */
  public static final int IN_USE = 4;

  /** uint32_t: of a netmap_if the PortKind, of a ring the RingKind. */
  public static final int KIND = 8;

  /** char[]: the port's whole name, NUL-terminated UTF-8. */
  public static final int PORT_NAME = 16;

  /** Bytes of the name, the NUL included. */
  public static final int PORT_NAME_SIZE = PORT_SIZE - PORT_NAME;

  /** uint32_t: the ring's number among those of its kind. */
  public static final int RING_INDEX = 12;

  /** uint32_t: the Accuracy of the counters. */
  public static final int RING_ACCURACY = 16;

  /** uint64_t: packets that got through since the ring was made. */
  public static final int RING_PACKETS = 64;

  /** uint64_t: their bytes. */
  public static final int RING_BYTES = 72;

  /** uint64_t: those that went on in transparent mode. */
  public static final int RING_FORWARDED = 80;

  /** uint64_t[]: packets lost, by DropCause. */
  public static final int RING_DROPS = 128;

  /** How many causes there is room for. */
  public static final int MOST_CAUSES = (RING_SIZE - RING_DROPS) / 8;

  /** The length of a file with so much in it. */
  public static long fileBytes(long imageBytes, int ifs, int rings) {
    return (portRecord(imageBytes, ifs) + (long) rings * RING_SIZE + HEAD_SIZE - 1)
            / HEAD_SIZE
            * HEAD_SIZE
        + HEAD_SIZE;
  }

  /** Where a netmap_if's record is in the file. */
  public static long portRecord(long imageBytes, int index) {
    return imageBytes + (long) index * PORT_SIZE;
  }

  /** Where a ring's record is in the file, in which there are so many netmap_ifs. */
  public static long ringRecord(long imageBytes, int ifs, int index) {
    return portRecord(imageBytes, ifs) + (long) index * RING_SIZE;
  }
}
