package org.netmap4j.top.source;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.bpf.FilterException;
import org.netmap4j.bpf.Names;
import org.netmap4j.top.model.RecordRequest;
import org.netmap4j.top.model.Recording;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.model.Tap;
import org.netmap4j.top.model.TapRequest;
import org.netmap4j.top.model.Taps;

/** Taps on what the tool shows, each with ports and a thread of its own. */
public final class LiveTaps implements Taps {
  private final Feeds feeds;

  /** Taps on what {@code shown} opens. */
  public LiveTaps(SourceRequest shown) {
    feeds = new Feeds(shown);
  }

  @Override
  public Tap open(TapRequest request) throws IOException {
    BpfFilter filter = filter(request.filter(), new WithoutResolver(Names.system()));
    return new LiveTap(() -> feeds.open(request), filter, request.snaplen())
        .started(request.port());
  }

  @Override
  public Recording record(RecordRequest request) throws IOException {
    BpfFilter filter = filter(request.what().filter(), Names.system());
    return new FileRecording(() -> feeds.open(request.what()), filter, request).started();
  }

  private static BpfFilter filter(String expression, Names names) throws IOException {
    try {
      return BpfFilter.compile(expression, BpfFilter.Options.DEFAULT.withNames(names));
    } catch (FilterException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The system's names without its resolver, which would hold up the screen for seconds. */
  private record WithoutResolver(Names system) implements Names {
    @Override
    public List<InetAddress> host(String name) {
      return List.of();
    }

    @Override
    public OptionalInt network(String name) {
      return system.network(name);
    }

    @Override
    public OptionalInt protocol(String name) {
      return system.protocol(name);
    }

    @Override
    public Optional<Service> service(String name) {
      return system.service(name);
    }

    @Override
    public Optional<byte[]> ethernet(String name) {
      return system.ethernet(name);
    }
  }
}
