/**
 * netmap rings in Java: port names, engines, rings, packets.
 *
 * <p>It needs no other module at run time, and logs through {@link System.Logger}.
 */
module org.netmap4j {
  requires static org.jspecify;
  requires static java.instrument;

  exports org.netmap4j;
  exports org.netmap4j.bpf;
  exports org.netmap4j.engine;
  exports org.netmap4j.engine.embedded;
  exports org.netmap4j.error;
  exports org.netmap4j.host;
  exports org.netmap4j.observe;
  exports org.netmap4j.pcap;
  exports org.netmap4j.savefile;

  // for the agent, and for what joins pcap4j's classes
  exports org.netmap4j.swap;
  exports org.netmap4j.swap.backend;

  uses org.netmap4j.engine.EngineProvider;

  exports org.netmap4j.engine.kernel;

  provides org.netmap4j.engine.EngineProvider with
      org.netmap4j.engine.kernel.KernelProvider,
      org.netmap4j.engine.embedded.EmbeddedProvider;
}
