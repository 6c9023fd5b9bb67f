package org.radiologytrust.dcm4che;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Faults;
import org.radiologytrust.model.Texts;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives objects, and sends each study that the journal may not have as it is through the route,
 * one at a time. A study whose exchange failed is sent again after a wait.
 *
 * <p>While the route is suspended, no association is accepted.
 */
final class DicomConsumer extends DefaultConsumer implements Suspendable {
  private static final Logger LOG = LoggerFactory.getLogger(DicomConsumer.class);
  private static final long LAST_STUDY_SECONDS = 10;

  private final DicomEndpoint endpoint;
  private final ObjectFolder folder;
  private volatile @Nullable StorageScp scp;
  private @Nullable ScheduledExecutorService studies;

  /** Whether the port could not be used again; only for the log. */
  private boolean deaf;

  DicomConsumer(DicomEndpoint endpoint, Processor processor, ObjectFolder folder) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.folder = folder;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    StorageScp started = new StorageScp(endpoint.settings(), folder, new Refusals(meters()));
    scp = started;
    prepareFolder();
    listen(started);
    long pause = endpoint.getPoll().toMillis();
    studies =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadScheduledExecutor(this, getRouteId() + "-studies");
    studies.scheduleWithFixedDelay(this::sendAll, pause, pause, TimeUnit.MILLISECONDS);
    LOG.info(
        "DICOM: {} receives on {}:{}{}",
        endpoint.getTitle(),
        endpoint.getHost(),
        endpoint.getPort(),
        endpoint.getTls() == null ? "" : " with TLS");
  }

  private void prepareFolder() {
    try {
      folder.start();
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.dicom.folder: "
              + folder.root()
              + " cannot be used: "
              + Faults.ofFile(e)
              + "; correct it, or let this user write there");
    }
  }

  private void listen(StorageScp started) {
    try {
      started.bind();
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.dicom.port: port "
              + endpoint.getPort()
              + " on "
              + endpoint.getHost()
              + " is busy, or the host is not this machine: stop the other program, or set another"
              + " port");
    }
  }

  /** The product's; one of its own in a context without metrics. */
  private MeterRegistry meters() {
    MeterRegistry meters =
        endpoint.getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
    return meters == null ? new SimpleMeterRegistry() : meters;
  }

  @Override
  protected void doSuspend() throws Exception {
    if (scp != null) {
      scp.unbind();
    }
    super.doSuspend();
  }

  @Override
  protected void doResume() throws Exception {
    super.doResume();
    if (scp != null) {
      scp.bind();
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (scp != null) {
      scp.close();
      scp = null;
    }
    if (studies != null) {
      endpoint
          .getCamelContext()
          .getExecutorServiceManager()
          .shutdownGraceful(studies, TimeUnit.SECONDS.toMillis(LAST_STUDY_SECONDS));
      studies = null;
    }
    super.doStop();
  }

  private void sendAll() {
    followCertificates();
    try {
      Optional<OpenStudies.Due> due = next();
      while (due.isPresent()) {
        send(due.get());
        due = next();
      }
    } catch (RuntimeException e) {
      // an exception would end the timer; only its class: the text may quote a patient
      LOG.error("DICOM: studies could not be stored: {}", e.getClass().getSimpleName());
    }
  }

  private void followCertificates() {
    StorageScp now = scp;
    try {
      if (now != null) {
        now.followCertificates();
      }
      deaf = false;
    } catch (IOException e) {
      if (!deaf) {
        LOG.error(
            "DICOM: cannot listen with the new certificate: {}", e.getClass().getSimpleName());
      }
      deaf = true;
    }
  }

  /** Not while the context starts: routes that this route calls may be missing. */
  private Optional<OpenStudies.Due> next() {
    return isStarted() && !endpoint.getCamelContext().getStatus().isStarting()
        ? folder.studies().next()
        : Optional.empty();
  }

  private void send(OpenStudies.Due due) {
    Exchange exchange = createExchange(false);
    try {
      exchange.getMessage().setBody(due.study());
      getProcessor().process(exchange);
      settle(due, exchange.getException());
    } catch (Exception e) {
      settle(due, e);
    } finally {
      releaseExchange(exchange, false);
    }
  }

  private void settle(OpenStudies.Due due, @Nullable Exception failure) {
    Exception reason = failure;
    if (reason == null) {
      try {
        folder.done(due);
        return;
      } catch (IOException e) {
        reason = e;
      }
    }
    // only the class: the text of an exception may quote a patient
    LOG.warn(
        "DICOM: study {} could not be stored and will be retried in {}: {}",
        due.study(),
        Texts.duration(folder.studies().failed(due)),
        reason.getClass().getSimpleName());
  }
}
