package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The examples that meet the host's stack, as far as they need no kernel module. */
class HostExamplesTest {
  @Test
  void hostCapturePrintsWhatTheStackSends() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500)) {
      pair.neighbours();
      try (ExampleRun capture =
          ExampleRun.start(pair.near, "embedded", "HostCapture", pair.a, "5")) {
        for (int i = 0; i < 100 && capture.isAlive(); i++) {
          Traffic.datagrams(pair.near, "192.0.2.2", 1); // until it is there and has seen five
          Thread.sleep(100);
        }
        assertEquals(0, capture.end(), capture.text());
        String line = "host-rx 0: 142 bytes, ethertype 0x0800\n";
        assertEquals(line.repeat(5), capture.text());
      }
    }
  }

  @Test
  void anExampleWithoutArgumentsSaysHowItIsUsed() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        ExampleRun bridge = ExampleRun.start(pair.near, "embedded", "Bridge")) {
      assertEquals(2, bridge.end());
      assertEquals("usage: Bridge PORT PORT\n", bridge.text());
    }
  }
}
