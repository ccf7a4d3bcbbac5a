"""What is done without anybody asking, and every how many seconds. Each task may be late, doubled or missed."""

SCHEDULE: dict[str, dict[str, object]] = {
    "index-stale-exhibitors": {"task": "exhibitors.index_stale_exhibitors", "schedule": 30.0},
    "send-due-invitations": {"task": "exhibitors.send_due_invitations", "schedule": 20.0},
    "lay-out-agendas": {"task": "meetings.lay_out_agendas", "schedule": 10.0},
    "expire-due-requests": {"task": "meetings.expire_due_requests", "schedule": 20.0},
    "offer-freed-slots": {"task": "meetings.offer_freed_slots", "schedule": 5.0},
    "close-lost-stays": {"task": "lobbies.close_lost_stays", "schedule": 10.0},
    "call-the-absent": {"task": "lobbies.call_the_absent", "schedule": 15.0},
    "read-due-calendars": {"task": "meetings.read_due_calendars", "schedule": 30.0},
    "note-what-is-owed": {"task": "reminders.note_what_is_owed", "schedule": 10.0, "options": {"expires": 10}},
    "send-mails": {"task": "reminders.send_mails", "schedule": 10.0, "options": {"expires": 10}},
    "send-digests": {"task": "reminders.send_digests", "schedule": 60.0, "options": {"expires": 60}},
    "send-pushes": {"task": "reminders.send_pushes", "schedule": 10.0, "options": {"expires": 10}},
    "forget-old-notices": {"task": "reminders.forget_old", "schedule": 3600.0},
    "refresh-the-changed": {"task": "discovery.refresh_the_changed", "schedule": 2.0, "options": {"expires": 2}},
    "match-due-fairs": {"task": "discovery.match_due_fairs", "schedule": 15.0, "options": {"expires": 15}},
    "index-stale-visitors": {"task": "visitors.index_stale_visitors", "schedule": 30.0},
    "carry-on-due-imports": {"task": "organising.carry_on_due_imports", "schedule": 15.0, "options": {"expires": 15}},
    "forget-old-imports": {"task": "organising.forget_old_imports", "schedule": 3600.0},
    "write-due-exports": {"task": "organising.write_due_exports", "schedule": 15.0, "options": {"expires": 15}},
    "forget-old-exports": {"task": "organising.forget_old_exports", "schedule": 3600.0},
}
