package org.radiologytrust.chaos;

/** What goes wrong. */
enum FaultKind {
  /** {@code kill -9} of a node. It starts again after the fault. */
  KILL_NODE(0, 15),
  /** SIGTERM to a node, as in a rolling upgrade. It starts again after the fault. */
  STOP_NODE(0, 5),
  /** {@code kill -9} of PostgreSQL. It starts again after the fault. */
  KILL_DATABASE(0, 5),
  /** SIGSTOP of a node for longer than a lease, then SIGCONT. */
  PAUSE_NODE(35, 45),
  /** Connections between a node and the database break and are refused. */
  CUT_DATABASE(5, 20),
  /** Nothing passes between a node and the database, and then all that waited. */
  SILENT_DATABASE(20, 40),
  /** Connections between a node and its model server break and are refused. */
  CUT_MODEL(5, 20),
  /** Nothing passes between a node and its model server, and then all that waited. */
  SILENT_MODEL(5, 20),
  /** A node's clock is a minute ahead. */
  CLOCK_AHEAD(15, 30),
  /** A node's clock is a minute behind. */
  CLOCK_BEHIND(15, 30);

  private final int shortest;
  private final int longest;

  FaultKind(int shortest, int longest) {
    this.shortest = shortest;
    this.longest = longest;
  }

  /** Length in seconds. */
  int shortest() {
    return shortest;
  }

  /** Length in seconds. */
  int longest() {
    return longest;
  }

  /** Whether it concerns one node. */
  boolean ofNode() {
    return this != KILL_DATABASE;
  }

  /** Whether the node cannot work meanwhile, so that others must take over. */
  boolean stopsWork() {
    return switch (this) {
      case KILL_NODE, STOP_NODE, PAUSE_NODE, CUT_DATABASE, SILENT_DATABASE -> true;
      case KILL_DATABASE, CUT_MODEL, SILENT_MODEL, CLOCK_AHEAD, CLOCK_BEHIND -> false;
    };
  }
}
