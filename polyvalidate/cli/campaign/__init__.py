"""``polyvalidate campaign``: when one may declare, and reminders."""
