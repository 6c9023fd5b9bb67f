package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.AssociationHandler;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.ConnectionMonitor;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.TransferCapability;
import org.dcm4che3.net.pdu.AAssociateAC;
import org.dcm4che3.net.pdu.AAssociateRJ;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.BasicCEchoSCP;
import org.dcm4che3.net.service.DicomServiceRegistry;
import org.radiologytrust.tls.ReloadedTls;

/** Accepts associations, and answers C-ECHO and C-STORE. */
final class StorageScp {
  /** Threads for callers that will be told that all associations are in use, and the listener. */
  private static final int SPARE_THREADS = 5;

  private static final int TIMER_THREADS = 2;
  private static final long IDLE_THREAD_SECONDS = 30;
  private static final long LAST_OBJECT_SECONDS = 5;

  /** As often is the port taken that this process has just given up. */
  private static final int TRIES = 20;

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** Names of storage SOP classes, such as "Mammography Image Storage - For Presentation". */
  private static final Pattern STORAGE =
      Pattern.compile(".*Storage( - .*| SOP Class)?( \\(.*\\))?");

  private static final String UNKNOWN_UID = "?";

  private final ScpSettings settings;
  private final Refusals refusals;
  private final Device device;
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService timers;
  private boolean wanted;
  private Optional<SSLSessionContext> certificates = Optional.empty();

  /** Does not listen yet. */
  StorageScp(ScpSettings settings, ObjectFolder folder, Refusals refusals) {
    this.settings = settings;
    this.refusals = refusals;
    this.threads =
        new ThreadPoolExecutor(
            0,
            settings.associations() + SPARE_THREADS,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>());
    this.timers = Executors.newScheduledThreadPool(TIMER_THREADS);
    this.device = device(folder);
  }

  private Device device(ObjectFolder folder) {
    DicomServiceRegistry services = new DicomServiceRegistry();
    services.addDicomService(new BasicCEchoSCP());
    services.addDicomService(new StoreService(folder, settings.limits(), refusals));
    Device all = settings.tls().<Device>map(TlsDevice::new).orElseGet(() -> new Device("rtl"));
    Connection connection = connection();
    ApplicationEntity entity = new StorageEntity(settings);
    all.addConnection(connection);
    all.addApplicationEntity(entity);
    entity.addConnection(connection);
    all.setDimseRQHandler(services);
    all.setAssociationHandler(new Admission());
    all.setConnectionMonitor(new Addresses());
    all.setLimitOpenAssociations(settings.associations());
    all.setExecutor(threads);
    all.setScheduledExecutor(timers);
    return all;
  }

  private Connection connection() {
    Connection connection = new Connection("dicom", settings.host(), settings.port());
    connection.setBindAddress(settings.host());
    connection.setReceivePDULength(settings.pduLength());
    connection.setTcpNoDelay(true);
    connection.setRequestTimeout((int) settings.idle().toMillis());
    connection.setIdleTimeout((int) settings.idle().toMillis());
    connection.setReleaseTimeout((int) settings.idle().toMillis());
    settings.tls().ifPresent(tls -> secure(connection, tls));
    return connection;
  }

  private static void secure(Connection connection, ReloadedTls tls) {
    connection.setTlsProtocols(TLS_VERSIONS);
    connection.setTlsCipherSuites(tls.context().getDefaultSSLParameters().getCipherSuites());
    connection.setTlsNeedClientAuth(tls.clientCertificate());
  }

  /**
   * Starts to listen, or resumes.
   *
   * @throws IOException if the port cannot be used
   */
  synchronized void bind() throws IOException {
    wanted = true;
    certificates = settings.tls().map(StorageScp::loaded);
    try {
      device.bindConnections();
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be used: check the files of rtl.dicom.tls.*", e);
    }
  }

  /** Accepts no new associations; the others continue. */
  synchronized void unbind() {
    wanted = false;
    device.unbindConnections();
  }

  /**
   * Listens again if the certificates were loaded again: a server socket keeps those it was made
   * with. Associations continue.
   *
   * @throws IOException if the port cannot be used; the next call tries again
   */
  synchronized void followCertificates() throws IOException {
    if (wanted && !certificates.equals(settings.tls().map(StorageScp::loaded))) {
      device.unbindConnections();
      bindAgain();
    }
  }

  /** The port is free only when the thread that waits at the old socket has noticed its end. */
  private void bindAgain() throws IOException {
    for (int left = TRIES; ; left--) {
      try {
        bind();
        return;
      } catch (IOException e) {
        if (left == 1) {
          certificates = Optional.empty();
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Another object after each load of the files. */
  private static SSLSessionContext loaded(ReloadedTls tls) {
    return tls.context().getServerSessionContext();
  }

  /** Ends everything. An object that was not answered yet will be sent again. */
  void close() throws InterruptedException {
    unbind();
    threads.shutdown();
    for (Association association : device.listOpenAssociations()) {
      association.abort();
    }
    threads.awaitTermination(LAST_OBJECT_SECONDS, TimeUnit.SECONDS);
    threads.shutdownNow();
    timers.shutdownNow();
  }

  /** AE title and address, for the log. */
  static String caller(Association association) {
    return association.getCallingAET() + "@" + address(association).getHostAddress();
  }

  private static InetAddress address(Association association) {
    return association.getSocket().getInetAddress();
  }

  /** A device whose certificates follow their files. */
  private static final class TlsDevice extends Device {
    private static final long serialVersionUID = 1;

    private final transient ReloadedTls tls;

    TlsDevice(ReloadedTls tls) {
      super("rtl");
      this.tls = tls;
    }

    @Override
    public SSLContext sslContext() {
      return tls.context();
    }
  }

  /** Accepts each storage SOP class, also private ones, and no other service but C-ECHO. */
  private static final class StorageEntity extends ApplicationEntity {
    private static final long serialVersionUID = 1;

    private final transient ScpSettings settings;

    StorageEntity(ScpSettings settings) {
      super(settings.title());
      this.settings = settings;
      setAssociationAcceptor(true);
      // what may be accepted at all; negotiate() decides
      addTransferCapability(new TransferCapability(null, "*", TransferCapability.Role.SCP, "*"));
    }

    @Override
    protected PresentationContext negotiate(
        AAssociateRQ request, AAssociateAC answer, PresentationContext proposed) {
      PresentationContext accepted = super.negotiate(request, answer, proposed);
      if (!accepted.isAccepted()) {
        return accepted;
      }
      boolean echo = UID.Verification.equals(proposed.getAbstractSyntax());
      if (!echo && !isStorage(proposed.getAbstractSyntax())) {
        return answer(proposed, PresentationContext.ABSTRACT_SYNTAX_NOT_SUPPORTED);
      }
      return Arrays.stream(proposed.getTransferSyntaxes())
          .filter(
              uid ->
                  settings.transferSyntaxes().contains(uid)
                      || echo && UID.ImplicitVRLittleEndian.equals(uid))
          .findFirst()
          .map(
              uid ->
                  new PresentationContext(proposed.getPCID(), PresentationContext.ACCEPTANCE, uid))
          .orElseGet(() -> answer(proposed, PresentationContext.TRANSFER_SYNTAX_NOT_SUPPORTED));
    }

    private static PresentationContext answer(PresentationContext proposed, int result) {
      return new PresentationContext(proposed.getPCID(), result, proposed.getTransferSyntax());
    }

    private static boolean isStorage(String sopClass) {
      String name = UID.nameOf(sopClass);
      return name.equals(UNKNOWN_UID) || STORAGE.matcher(name).matches();
    }
  }

  /** Accepts an association of an allowed caller. */
  private final class Admission extends AssociationHandler {
    @Override
    protected AAssociateAC negotiate(Association association, AAssociateRQ request)
        throws IOException {
      try {
        if (!settings.callers().allows(request.getCallingAET(), address(association))) {
          throw new AAssociateRJ(
              AAssociateRJ.RESULT_REJECTED_PERMANENT,
              AAssociateRJ.SOURCE_SERVICE_USER,
              AAssociateRJ.REASON_CALLING_AET_NOT_RECOGNIZED);
        }
        return super.negotiate(association, request);
      } catch (AAssociateRJ e) {
        Refusals.Kind kind = kind(e);
        refusals.add(kind, "an association", caller(association), reason(kind));
        throw e;
      }
    }

    private static Refusals.Kind kind(AAssociateRJ refused) {
      if (refused.getResult() == AAssociateRJ.RESULT_REJECTED_TRANSIENT) {
        return Refusals.Kind.BUSY;
      }
      return switch (refused.getReason()) {
        case AAssociateRJ.REASON_CALLING_AET_NOT_RECOGNIZED -> Refusals.Kind.UNKNOWN_SENDER;
        case AAssociateRJ.REASON_CALLED_AET_NOT_RECOGNIZED -> Refusals.Kind.WRONG_CALLED_AET;
        default -> Refusals.Kind.OTHER_PROTOCOL;
      };
    }

    private static String reason(Refusals.Kind kind) {
      return switch (kind) {
        case UNKNOWN_SENDER -> "this AE title may not send from this address";
        case WRONG_CALLED_AET -> "it called another AE title";
        case BUSY -> "all associations are in use";
        default -> "it uses another protocol";
      };
    }
  }

  /** Looks at each connection before a byte of it is read. */
  private final class Addresses implements ConnectionMonitor {
    /** Closes the connection of an address that no caller may have. */
    @Override
    public void onConnectionAccepted(Connection connection, Socket socket) {
      try {
        // also within an object or a TLS handshake, where dcm4che's own time-outs do not run
        socket.setSoTimeout((int) settings.idle().toMillis());
        if (!settings.callers().allows(socket.getInetAddress())) {
          refusals.add(
              Refusals.Kind.UNKNOWN_SENDER,
              "a connection",
              socket.getInetAddress().getHostAddress(),
              "no caller may send from this address");
          socket.close();
        }
      } catch (SocketException e) {
        // it is closed already
      } catch (IOException e) {
        // it could not be closed, so it is broken
      }
    }

    @Override
    public void onConnectionEstablished(Connection connection, Connection remote, Socket socket) {}

    @Override
    public void onConnectionFailed(
        Connection connection, Connection remote, Socket socket, Throwable e) {}

    @Override
    public void onConnectionRejectedBlacklisted(Connection connection, Socket socket) {}

    @Override
    public void onConnectionRejected(Connection connection, Socket socket, Throwable e) {}
  }
}
