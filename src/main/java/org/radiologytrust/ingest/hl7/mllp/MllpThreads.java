package org.radiologytrust.ingest.hl7.mllp;

import io.netty.util.concurrent.NonStickyEventExecutorGroup;
import io.netty.util.concurrent.UnorderedThreadPoolEventExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.NettyComponent;
import org.radiologytrust.runtime.DaemonThreads;

/**
 * The threads that handle the messages of MLLP connections: as many as there are connections, and
 * none belongs to one. Camel has two for each processor and one more, and ties the connections to
 * them, so that a text waits behind the documents of another connection. The messages of one
 * connection keep their order.
 */
public final class MllpThreads {
  private MllpThreads() {}

  /** Gives them to the component; must be called before it starts. */
  public static void bindTo(CamelContext camel, int maxConnections) {
    UnorderedThreadPoolEventExecutor threads =
        new UnorderedThreadPoolEventExecutor(maxConnections, DaemonThreads.named("mllp"));
    threads.setKeepAliveTime(1, TimeUnit.MINUTES);
    threads.allowCoreThreadTimeOut(true);
    ((NettyComponent) camel.getComponent("netty", true, false))
        .setExecutorService(new NonStickyEventExecutorGroup(threads));
  }
}
