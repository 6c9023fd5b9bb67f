package org.radiologytrust.tls;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SSLContext from files that follows their changes. If changed files are invalid, the earlier
 * context stays in use, and {@link #problem} says so until they are corrected. An expired
 * certificate is a problem as well.
 */
public final class ReloadedTls {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadedTls.class);

  private final TlsFiles files;
  private final Clock clock;
  private final SwappableContext context;
  private List<byte[]> seen;
  private TlsFiles.Loaded loaded;
  private Optional<String> unusable = Optional.empty();
  private volatile Optional<String> problem = Optional.empty();

  /**
   * @throws TlsProblem when the files are invalid
   */
  public ReloadedTls(TlsFiles files, Clock clock) throws TlsProblem {
    this.files = files;
    this.clock = clock;
    this.seen = files.read();
    this.loaded = files.load(seen, clock.instant());
    this.context = SwappableContext.of(loaded.context());
  }

  /** Always the same object: new connections use the files last loaded. */
  public SSLContext context() {
    return context;
  }

  /** Whether clients must present a certificate. */
  public boolean clientCertificate() {
    return files.clientCertificate();
  }

  /** What is wrong with the files or with the certificate in use; empty when all is well. */
  public Optional<String> problem() {
    return problem;
  }

  /** Reloads the files if their content changed; times would not show a changed link or copy. */
  public synchronized void reloadIfChanged() {
    Optional<String> wrong;
    try {
      List<byte[]> now = files.read();
      // files that were not valid yet may be now
      if (unusable.isPresent() || !same(now, seen)) {
        take(now);
      }
      wrong = unusable;
    } catch (TlsProblem e) {
      wrong = Optional.of(e.getMessage());
    }
    report(wrong.map(m -> m + " (the earlier one stays in use)"));
  }

  private void take(List<byte[]> now) {
    seen = now;
    try {
      loaded = files.load(now, clock.instant());
      context.swap(loaded.context());
      unusable = Optional.empty();
      LOG.info(
          "TLS: {} was reloaded, for new connections", loaded.expiries().get(0).file().setting());
    } catch (TlsProblem e) {
      unusable = Optional.of(e.getMessage());
    }
  }

  private void report(Optional<String> kept) {
    Optional<String> now = kept.or(() -> loaded.expired(clock.instant()));
    if (now.isPresent() && !now.equals(problem)) {
      LOG.error("TLS: {}", now.get());
    }
    problem = now;
  }

  private static boolean same(List<byte[]> one, List<byte[]> other) {
    for (int i = 0; i < one.size(); i++) {
      if (!Arrays.equals(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
