/** netmap rings in Java: port names, engines, rings, packets. */
module org.netmap4j {
  requires static org.jspecify;

  exports org.netmap4j;
  exports org.netmap4j.error;
  exports org.netmap4j.savefile;
}
