package org.radiologytrust.ingest.hl7.mllp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers which addresses have sent HL7. From other addresses (a port scan, a wrong program) only
 * the beginning of a few frames is stored, so that nobody can fill the disk without a login.
 */
public final class Senders implements MeterBinder {
  private static final int ADDRESSES = 100_000;

  private final int bytes;
  private final int messages;
  private final Cache<String, Boolean> known = cache().build();
  private final Cache<String, AtomicInteger> kept =
      cache().expireAfterWrite(Duration.ofDays(1)).build();
  private final AtomicLong beginnings = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /**
   * Sets the limits.
   *
   * @param bytes how many bytes to store of a frame without HL7 from an address that never sent HL7
   * @param messages how many such frames to store per address and day
   */
  public Senders(int bytes, int messages) {
    this.bytes = bytes;
    this.messages = messages;
  }

  private static Caffeine<Object, Object> cache() {
    return Caffeine.newBuilder().maximumSize(ADDRESSES);
  }

  /** Notes that the address has sent HL7. */
  public void known(String address) {
    known.put(address, true);
  }

  /** Whether the address has never sent HL7. */
  public boolean isStranger(String address) {
    return known.getIfPresent(address) == null;
  }

  /** The part of a stranger's frame to store; empty if nothing is stored. */
  public Optional<byte[]> beginning(String address, byte[] message) {
    if (kept.get(address, a -> new AtomicInteger()).incrementAndGet() > messages) {
      dropped.incrementAndGet();
      return Optional.empty();
    }
    beginnings.incrementAndGet();
    return Optional.of(Arrays.copyOf(message, Math.min(message.length, bytes)));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    junk(registry, "beginning", beginnings);
    junk(registry, "nothing", dropped);
  }

  private static void junk(MeterRegistry registry, String kept, AtomicLong count) {
    FunctionCounter.builder("rtl.mllp.junk", count, AtomicLong::get)
        .description("MLLP frames without HL7 from addresses that never sent HL7")
        .tag("kept", kept)
        .register(registry);
  }
}
