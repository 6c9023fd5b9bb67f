package org.radiologytrust.ops;

import java.util.Map;
import java.util.function.IntSupplier;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.RequiredModelMBean;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.support.management.MBeanInfoAssembler;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.work.Node;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.operate.Channels;
import org.radiologytrust.operate.Quarantine;

/** The product's own MBeans, for operators; {@code jolokia-access.xml} allows access to them. */
public final class ManagedBeans {
  private static final String NAME = "org.radiologytrust:type=";

  private final Map<String, Object> beans;

  /**
   * @param node this start of the product
   * @param runsInWork number of runs in progress in this process
   */
  public ManagedBeans(
      Journal journal, Node node, Channels channels, IntSupplier runsInWork, ModelServers servers) {
    CachedCounts counts = new CachedCounts(journal.counters(), journal.clock());
    this.beans =
        Map.of(
            "Journal", new ManagedJournal(counts, node, journal.leases()),
            "Queues", new ManagedQueues(counts, runsInWork),
            "ModelServers", new ManagedModelServers(servers::states, servers::waiting),
            "Quarantine", new ManagedQuarantine(new Quarantine(journal.messages(), channels)),
            "DeadLetters", new ManagedDeadLetters(journal.deadLetters()));
  }

  /**
   * Registers all MBeans; Camel removes them when the context stops.
   *
   * @throws IllegalStateException when JMX refuses one
   */
  public void register(CamelContext context) {
    ManagementAgent agent = context.getManagementStrategy().getManagementAgent();
    try {
      for (Map.Entry<String, Object> bean : beans.entrySet()) {
        ObjectName name = new ObjectName(NAME + bean.getKey());
        agent.register(mbean(context, bean.getValue(), name), name);
      }
    } catch (JMException | InvalidTargetObjectTypeException e) {
      throw new IllegalStateException("the MBeans cannot be registered", e);
    }
  }

  private static RequiredModelMBean mbean(CamelContext context, Object bean, ObjectName name)
      throws JMException, InvalidTargetObjectTypeException {
    MBeanInfoAssembler assembler = new MBeanInfoAssembler(context);
    assembler.start();
    try {
      ModelMBeanInfo info = assembler.getMBeanInfo(context, bean, null, name.toString());
      RequiredModelMBean mbean = new RequiredModelMBean(NamedParameters.in(info, bean));
      mbean.setManagedResource(bean, "ObjectReference");
      return mbean;
    } finally {
      assembler.stop();
    }
  }
}
